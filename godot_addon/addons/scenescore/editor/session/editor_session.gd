@tool
extends "session_state.gd"
## Connects the daemon, the running game, the library and the cues, and sets the state that the dock shows.

const _AddonVersion := preload("../../runtime/addon_version.gd")
const _Audition := preload("../library/audition.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _DaemonLink := preload("../daemon/daemon_link.gd")
const _DebuggerPlugin := preload("debugger_plugin.gd")
const _EditorLibrary := preload("../library/editor_library.gd")
const _GameListener := preload("game_listener.gd")
const _ModelList := preload("model_list.gd")
const _NextAction := preload("next_action.gd")
const _ProjectCues := preload("../cues/project_cues.gd")
const _ProjectLink := preload("project_link.gd")
const _Settings := preload("../../settings.gd")

## Receives the messages of running games; set it before the session enters the tree.
var debugger: _DebuggerPlugin = null

var _link := _DaemonLink.new()
var _library := _EditorLibrary.new()
var _models := _ModelList.new()
var _game := _GameListener.new()
var _cues := _ProjectCues.new()
var _project := _ProjectLink.new()
var _audition := _Audition.new()


func _init() -> void:
	addon_version = _AddonVersion.current()
	_link.addon_version = addon_version
	_link.changed.connect(_on_link_changed)
	_link.info_received.connect(_on_info_received)
	_library.changed.connect(_on_library_changed)
	_library.import_changed.connect(_on_import_changed)
	# Another editor's daemon may not open this editor's folder.
	_library.daemon_wanted.connect(start_daemon.bind(false))
	_models.changed.connect(_on_models_changed)
	_cues.changed.connect(_on_cues_changed)
	_project.opened.connect(_on_project_opened)
	_project.refused.connect(func() -> void: if not _link.is_own: start_daemon(false))
	_project.changed.connect(func() -> void: set_notice(_project.problem))
	_library.run.finished.connect(_project.sync_cues)
	_audition.changed.connect(_on_audition_changed)
	add_child(_audition)
	_game.changed.connect(_update)
	_game.answered.connect(_on_answered)
	_game.frame_received.connect(frame_received.emit)
	_game.history_changed.connect(_on_history_changed)


func _enter_tree() -> void:
	_game.open(debugger)
	EditorInterface.get_editor_settings().settings_changed.connect(_on_editor_settings_changed)
	ProjectSettings.settings_changed.connect(_on_project_settings_changed)
	EditorInterface.get_resource_filesystem().filesystem_changed.connect(_cues.reload_if_changed)
	_library.folder = _Settings.value(_Settings.LIBRARY_FOLDER)
	library_folder = _library.folder
	_link.command_setting = _Settings.value(_Settings.DAEMON_COMMAND)
	_cues.reload()
	_update()
	if _Settings.value(_Settings.START_DAEMON):
		start_daemon()


func _exit_tree() -> void:
	EditorInterface.get_editor_settings().settings_changed.disconnect(_on_editor_settings_changed)
	ProjectSettings.settings_changed.disconnect(_on_project_settings_changed)
	EditorInterface.get_resource_filesystem().filesystem_changed.disconnect(_cues.reload_if_changed)
	debugger.send_closing()
	_game.close()
	_link.stop_now()
	_audition.stop_track()


func _process(_delta: float) -> void:
	_link.poll()
	_game.poll()


## Does what the main button says, except [constant Action.CHOOSE_PROGRAM] and [constant Action.CHOOSE_FOLDER].
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
			use_here(_game.best_match().get("track", ""), scene)


## Starts the daemon, or connects to one that already runs if [param may_adopt] is true.
func start_daemon(may_adopt: bool = true) -> void:
	_link.start(_library.serve_arguments(), may_adopt)
	_on_import_changed()


## Stops the daemon if this editor has started it; else disconnects from it.
func stop_daemon() -> void:
	_link.stop()


## Makes the library follow a folder, and imports the music in it.
func choose_library_folder(path: String) -> void:
	_library.choose_folder(path.simplify_path())
	_Settings.set_value(_Settings.LIBRARY_FOLDER, _library.folder)


## Cancels the import; tracks that are already imported stay.
func cancel_import() -> void:
	_library.cancel_import()


## Sets the project's model, [code]models/{id}[/code]; empty for the daemon's default.
func choose_model(model_name: String) -> void:
	_Settings.set_value(_Settings.MODEL, model_name)
	_on_project_settings_changed()


## Asks which model's game looks most like the last frames. The answer arrives in [member suggestions].
func suggest_model() -> void:
	if _has_daemon():
		_models.suggest(_link.channel, frames)


## Plays a track in the editor, from its representative segment on.
func audition(track: String) -> void:
	if _has_daemon():
		_audition.play_track(_link.channel, track, _library.list.find(track).get("segment_start_s", 0.0))


## Stops the audition.
func stop_audition() -> void:
	_audition.stop_track()


## Makes a track the cue of a scene. A scene without a name gets one.
func use_here(track: String, scene_name: String) -> void:
	var piece: Dictionary = _library.list.find(track).duplicate()
	piece.merge(_game.match_of(track), true)
	if piece.is_empty():
		set_notice("The library has no piece %s." % track)
		return
	piece["model"] = answer.get("model", model)
	var cue_scene: String = _cues.scene_name_for(scene_name)
	var error: String = _cues.use(piece, cue_scene, _game.history.window_s(), _game.history.thumbnail_strip())
	set_notice(error)
	# Without a game that is being matched the daemon has no window to learn the cue from.
	var open_session: String = answer.get("session", "") if _game.state == "matching" else ""
	if error.is_empty() and not open_session.is_empty():
		_project.cue_sync.add_cue(_channel(), cue_scene, track, open_session)


## Removes the cue of a scene.
func remove_cue(scene_name: String) -> void:
	set_notice(_cues.remove(scene_name))


## Copies the cues' pieces into the project and writes their credits. A coroutine: [code]await[/code] it.
## Returns what went wrong; empty when nothing did.
func copy_pieces() -> String:
	var error: String = await _cues.copy_pieces(_link.channel)
	set_notice("\n".join([error, _cues.warnings]).strip_edges())
	return error


## Sets the program that runs the daemon, and starts it.
func choose_command(path: String) -> void:
	var command: String = '"%s"' % path if path.contains(" ") else path
	_Settings.set_value(_Settings.DAEMON_COMMAND, command)
	_link.command_setting = command
	start_daemon()


func _on_link_changed() -> void:
	daemon_version = _link.version
	absence = _link.absence
	starting_line = _link.starting_line if _link.state == _DaemonLink.State.STARTING else ""
	_send_daemon_to_games()
	_update()
	if _link.channel != null and (_link.is_own or _link.state == _DaemonLink.State.UP):
		_project.open(_link.channel, _library.folder)
	else:
		_project.close()
		_library.close()


func _on_project_opened() -> void:
	_send_daemon_to_games()
	_library.open(_link.channel, _project.name)
	_models.read(_link.channel)


func _on_info_received() -> void:
	var now: String = _Settings.value(_Settings.MODEL)
	if now.is_empty():
		now = _link.info.default_model
	if now != model:
		model = now
		models_changed.emit()
	_library.check_track_count(_link.info.tracks)


func _on_library_changed() -> void:
	library_folder = _library.folder
	tracks = _library.list.tracks
	tracks_total = _library.list.total
	library_changed.emit()
	_update()


func _on_import_changed() -> void:
	importing = _library.run.is_running
	import_done = _library.run.done
	import_total = _library.run.total
	import_eta_s = _library.run.eta_s
	broken = _library.run.broken
	import_problem = _library.problem if not _library.problem.is_empty() else _library.run.problem
	import_changed.emit()
	_update()


func _on_models_changed() -> void:
	models = _models.models
	suggestions = _models.suggestions
	set_notice(_models.problem)
	models_changed.emit()


func _on_cues_changed() -> void:
	cues = _cues.cues
	_project.cues = _cues.cues
	_project.sync_cues()
	debugger.send_cues_changed()
	cues_changed.emit()


func _on_audition_changed() -> void:
	auditioning = _audition.track
	set_notice(_audition.problem)
	audition_changed.emit()


func _on_answered() -> void:
	_update()
	answer_received.emit(answer)


func _on_history_changed() -> void:
	frames = _game.history.frames
	timeline = _game.history.timeline
	timeline_end_s = _game.history.end_s
	timeline_changed.emit()


func _on_editor_settings_changed() -> void:
	var command: String = _Settings.value(_Settings.DAEMON_COMMAND)
	if command != _link.command_setting:
		_link.command_setting = command
		if not _link.is_own or _link.state != _DaemonLink.State.UP:
			start_daemon()


func _on_project_settings_changed() -> void:
	_send_daemon_to_games()
	if _link.info != null:
		_on_info_received()


func _send_daemon_to_games() -> void:
	debugger.send_daemon(_project.welcome(_link.target, _link.token))


# The channel to a daemon that answers; null where there is none.
func _channel() -> _Channel:
	return _link.channel if _link.state == _DaemonLink.State.UP else null


func _has_daemon() -> bool:
	if _channel() == null:
		set_notice("The daemon is not running.")
	return _channel() != null


func _update() -> void:
	answer = _game.answer
	scene = _game.scene
	var best: Dictionary = _game.best_match()
	stage = _NextAction.stage(_link.state, _game.state, not best.is_empty())
	action = _NextAction.action(stage, absence.reason, _game.is_playing, tracks_total > 0 or importing)
	button_text = _NextAction.button_text(action, best.get("title", ""))
	# While there is no daemon, the game's complaint that it finds none adds nothing.
	var game_problem: String = _game.problem if _link.state == _DaemonLink.State.UP else ""
	problem = "\n".join([_link.problem, _link.remark, game_problem]).strip_edges()
	changed.emit()
