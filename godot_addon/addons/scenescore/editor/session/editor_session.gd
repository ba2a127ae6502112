@tool
extends "session_state.gd"
## What the editor does with Scenescore: the one source that the dock shows and acts through.
##
## Starts the daemon, hears the running game, and passes between them and the dock what the parts in this folder make of it.

const _Audition := preload("../library/audition.gd")
const _CueSync := preload("../cues/cue_sync.gd")
const _DaemonLink := preload("../daemon/daemon_link.gd")
const _DebuggerPlugin := preload("debugger_plugin.gd")
const _EditorLibrary := preload("../library/editor_library.gd")
const _GameListener := preload("game_listener.gd")
const _ModelList := preload("model_list.gd")
const _NextAction := preload("next_action.gd")
const _ProjectCues := preload("../cues/project_cues.gd")
const _Settings := preload("../../settings.gd")

## Hears the games that play; to be set before the session enters the tree.
var debugger: _DebuggerPlugin = null

var _link := _DaemonLink.new()
var _library := _EditorLibrary.new()
var _choice := _ModelList.new()
var _game := _GameListener.new()
var _cues := _ProjectCues.new()
var _cue_sync := _CueSync.new()
var _audition := _Audition.new()


func _init() -> void:
	addon_version = _addon_version()
	_link.addon_version = addon_version
	_link.changed.connect(_on_link_changed)
	_link.info_received.connect(_on_info)
	_library.changed.connect(_on_library)
	_library.import_changed.connect(_on_import)
	_library.daemon_wanted.connect(_start_for_library)
	_choice.changed.connect(_on_choice)
	_cues.changed.connect(_on_cues)
	_cue_sync.changed.connect(func() -> void: _notice(_cue_sync.problem))
	_audition.changed.connect(_on_audition)
	add_child(_audition)
	_game.changed.connect(_update)
	_game.answered.connect(_on_answer)
	_game.frame_received.connect(frame_received.emit)
	_game.record_changed.connect(_on_record)


func _enter_tree() -> void:
	_game.open(debugger)
	EditorInterface.get_editor_settings().settings_changed.connect(_on_settings_changed)
	ProjectSettings.settings_changed.connect(_on_project_settings_changed)
	EditorInterface.get_resource_filesystem().filesystem_changed.connect(_cues.read_again)
	_library.folder = _Settings.value(_Settings.LIBRARY_FOLDER)
	library_folder = _library.folder
	_link.command_setting = _Settings.value(_Settings.DAEMON_COMMAND)
	_cues.read()
	_update()
	if _Settings.value(_Settings.START_DAEMON):
		start_daemon()


func _exit_tree() -> void:
	EditorInterface.get_editor_settings().settings_changed.disconnect(_on_settings_changed)
	ProjectSettings.settings_changed.disconnect(_on_project_settings_changed)
	EditorInterface.get_resource_filesystem().filesystem_changed.disconnect(_cues.read_again)
	debugger.tell_farewell()
	_game.close()
	_link.stop_now()
	_audition.end()


func _process(_delta: float) -> void:
	_link.poll()
	_game.poll()


## Does what the one button says. [constant Action.CHOOSE_PROGRAM] and [constant Action.CHOOSE_FOLDER] are the dock's.
func act() -> void:
	match action:
		SessionStateAction.START:
			start_daemon()
		SessionStateAction.CANCEL:
			stop_daemon()
		SessionStateAction.PLAY:
			EditorInterface.play_main_scene()
		SessionStateAction.STOP:
			EditorInterface.stop_playing_scene()
		SessionStateAction.USE_HERE:
			use_here(_game.best().get("track", ""), scene)


## Starts the daemon, or takes one that runs already.
func start_daemon() -> void:
	_start_daemon(true)


## Stops the daemon, if this editor has started it.
func stop_daemon() -> void:
	_link.stop()


## Makes the library follow a folder, and imports what is in it.
func choose_library_folder(path: String) -> void:
	var folder: String = path.simplify_path()
	_Settings.set_value(_Settings.LIBRARY_FOLDER, folder)
	_library.choose(folder)


## Ends the import; what is done stays.
func cancel_import() -> void:
	_library.cancel_import()


## Makes the project use a model, [code]models/{id}[/code]; empty for the daemon's default.
func choose_model(model_name: String) -> void:
	_Settings.set_value(_Settings.MODEL, model_name)
	_on_project_settings_changed()


## Asks which model's game looks most like the last frames; the answer comes as [member suggestions].
func suggest_model() -> void:
	if _needs_daemon():
		_choice.suggest(_link.channel, frames)


## Plays a track in the editor, from its representative segment on.
func audition(track: String) -> void:
	if _needs_daemon():
		_audition.hear(_link.channel, track, _library.list.find(track).get("segment_start_s", 0.0))


## Ends the audition.
func stop_audition() -> void:
	_audition.end()


## Makes a track the cue of a scene; one without a name gets one.
func use_here(track: String, scene_name: String) -> void:
	var what: Dictionary = _library.list.find(track).duplicate()
	for found: Dictionary in answer.get("matches", []):
		if found["track"] == track:
			what.merge(found, true)
	if what.is_empty():
		_notice("There is no piece %s in the library." % track)
		return
	what["model"] = answer.get("model", model)
	var called: String = _cues.name_of(scene_name)
	var wrong: String = _cues.use(what, called, _game.record.window_s(), _game.record.strip())
	_notice(wrong)
	# Without a game that is matched there is no window to learn from.
	var open_session: String = answer.get("session", "") if _game.state == "matching" else ""
	if wrong.is_empty() and not open_session.is_empty() and _link.state == _DaemonLink.State.UP:
		_cue_sync.teach(_link.channel, called, track, open_session)


## Takes a scene's cue away.
func remove_cue(scene_name: String) -> void:
	var track: String = _cues.track_of(scene_name)
	var wrong: String = _cues.remove(scene_name)
	_notice(wrong)
	if wrong.is_empty() and not track.is_empty() and _link.state == _DaemonLink.State.UP:
		_cue_sync.forget(_link.channel, scene_name, track)


## Copies the cues' pieces into the project and writes their credits. A coroutine: [code]await[/code] it.
## Returns what went wrong; empty when nothing did.
func copy_pieces() -> String:
	var wrong: String = await _cues.copy_pieces(_link.channel)
	_notice("\n".join([wrong, _cues.warnings]).strip_edges())
	return wrong


## Makes the editor use a program, and starts it.
func choose_command(path: String) -> void:
	var command: String = '"%s"' % path if path.contains(" ") else path
	_Settings.set_value(_Settings.DAEMON_COMMAND, command)
	_link.command_setting = command
	start_daemon()


func _start_daemon(may_adopt: bool) -> void:
	var arguments: PackedStringArray = [
		"serve", "--json", "--listen", "127.0.0.1:0", "--end-with-stdin", "--idle-exit", "120"
	]
	_link.start(arguments + _library.arguments(), may_adopt)
	_on_import()


# Another editor's daemon knows nothing of this one's folder.
func _start_for_library() -> void:
	_start_daemon(false)


func _on_link_changed() -> void:
	daemon_version = _link.version
	install_command = _link.install_command
	starting_line = _link.starting_line if _link.state == _DaemonLink.State.STARTING else ""
	_tell_games()
	_update()
	if _link.state == _DaemonLink.State.UP:
		_library.open(_link.channel)
		_choice.read(_link.channel)
	else:
		_library.close()


func _on_info() -> void:
	var now: String = _Settings.value(_Settings.MODEL)
	if now.is_empty():
		now = _link.info.default_model
	if now != model:
		model = now
		models_changed.emit()
	_library.expect(_link.info.tracks)


func _on_library() -> void:
	library_folder = _library.folder
	tracks = _library.list.tracks
	tracks_total = _library.list.total
	library_changed.emit()
	_update()


func _on_import() -> void:
	importing = _library.run.is_running
	import_done = _library.run.done
	import_total = _library.run.total
	import_eta_s = _library.run.eta_s
	broken = _library.run.broken
	import_problem = _library.problem if not _library.problem.is_empty() else _library.run.problem
	import_changed.emit()
	_update()


func _on_choice() -> void:
	models = _choice.models
	suggestions = _choice.suggestions
	_notice(_choice.problem)
	models_changed.emit()


func _on_cues() -> void:
	cues = _cues.cues
	debugger.tell_cues_changed()
	cues_changed.emit()


func _on_audition() -> void:
	auditioning = _audition.track
	_notice(_audition.problem)
	audition_changed.emit()


func _on_answer() -> void:
	_update()
	answer_received.emit(answer)


func _on_record() -> void:
	frames = _game.record.frames
	timeline = _game.record.timeline
	timeline_end_s = _game.record.end_s
	timeline_changed.emit()


func _on_settings_changed() -> void:
	var command: String = _Settings.value(_Settings.DAEMON_COMMAND)
	if command != _link.command_setting:
		_link.command_setting = command
		if not _link.is_own or _link.state != _DaemonLink.State.UP:
			start_daemon()


func _on_project_settings_changed() -> void:
	_tell_games()
	if _link.info != null:
		_on_info()


func _tell_games() -> void:
	# An own daemon's games begin at once, those of another's once it is known what that is.
	var can_begin: bool = _link.is_own or _link.state == _DaemonLink.State.UP
	debugger.tell_daemon({
		"target": _link.target if can_begin else "",
		"token": _link.token if can_begin else "",
		"model": _Settings.value(_Settings.MODEL),
	})


func _needs_daemon() -> bool:
	if _link.state != _DaemonLink.State.UP:
		_notice("The daemon doesn't run.")
	return _link.state == _DaemonLink.State.UP


func _notice(words: String) -> void:
	if notice != words:
		notice = words
		changed.emit()


func _update() -> void:
	answer = _game.answer
	scene = _game.scene
	var best: Dictionary = _game.best()
	stage = _NextAction.stage(_link.state, _game.state, not best.is_empty())
	action = _NextAction.action(stage, install_command.is_empty(), _game.is_playing, tracks_total > 0 or importing)
	button_text = _NextAction.text(action, best.get("title", ""))
	# What a game says of a daemon that is missing is no news here.
	var of_game: String = _game.problem if _link.state == _DaemonLink.State.UP else ""
	problem = "\n".join([_link.problem, _link.remark, of_game]).strip_edges()
	changed.emit()


static func _addon_version() -> String:
	var plugin := ConfigFile.new()
	plugin.load((preload("editor_session.gd") as GDScript).resource_path.get_base_dir().path_join("../../plugin.cfg").simplify_path())
	return plugin.get_value("plugin", "version", "")
