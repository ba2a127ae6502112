extends Node
## Watches the running game and tells which piece of your music fits: the autoload [code]Scenescore[/code].
##
## It shrinks the game's picture a few times a second, sends it to the Scenescore daemon on this machine, and tells what
## the daemon answers. It never holds up a frame. In an exported game it does none of this unless
## [code]scenescore/runtime/in_exported_games[/code] says so; cues are played there too.
## [codeblock]
## func _ready() -> void:
##     Scenescore.steady_match_changed.connect(_on_steady_match_changed)
##     Scenescore.begin_scene("boss")
##
## func _on_steady_match_changed(match: ScenescoreMatch) -> void:
##     print("This scene wants ", match.title)
## [/codeblock]

## An answer has come: the pieces that fit best just now, best first. About one a second.
signal match_updated(matches: Array[ScenescoreMatch])
## The settled choice for this scene has changed. It stays while others only gain on it.
signal steady_match_changed(match: ScenescoreMatch)
## The picture has turned to another scene.
signal scene_changed()
## See [member connection_state].
signal connection_state_changed(state: ScenescoreConnectionState)

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const ConnectionState := ScenescoreConnectionState

## How far the way to the daemon is.
enum ScenescoreConnectionState {
	## The game is not watched.
	OFF,
	## No daemon has been found yet.
	CONNECTING,
	## Frames are sent; the first answer is still to come.
	LISTENING,
	## Answers come.
	MATCHING,
	## There is no daemon; the project's cues are played by scene name.
	CUES,
}

const _Channel := preload("../rpc/grpc_channel.gd")
const _DaemonConnection := preload("daemon_connection.gd")
const _EditorLink := preload("editor_link.gd")
const _FrameCapture := preload("frame_capture.gd")
const _Match := preload("../proto/scenescore/v1/match.gd")
const _MatchStream := preload("match_stream.gd")
const _SceneMusic := preload("scene_music.gd")
const _Settings := preload("../settings.gd")
const _Status := preload("../rpc/grpc_status.gd")
const _WindowRegion := preload("window_region.gd")

## From one frame that the editor shows to the next.
const EDITOR_FRAME_EVERY_US: int = 1_000_000
## Frames a second for the editor alone, where the daemon captures the window itself.
const EDITOR_FRAMES_PER_SECOND: float = 1.0
## From a session that the daemon has ended to the next.
const SESSION_PAUSE_MS: int = 2000

## How far the way to the daemon is.
var connection_state: ScenescoreConnectionState = ScenescoreConnectionState.OFF
## What is wrong, in words for people; empty when nothing is.
var problem: String:
	get = get_problem
## The pieces that fit best just now, best first.
var matches: Array[ScenescoreMatch] = []
## The settled choice for this scene; null before the first.
var steady_match: ScenescoreMatch = null
## The scene that the game has named with [method begin_scene]; empty for none.
var scene_name: String = ""
## Steps of the window of 12 s that hold real frames, of [member steps].
var steps_filled: int = 0
## Steps of the window.
var steps: int = 0
## From the newest frame's arrival in the daemon to its answer, milliseconds.
var answer_delay_ms: float = 0.0
## Whether watching rests. The daemon starts anew after a pause.
var paused: bool = false:
	set = set_paused
## Whether the game plays what fits: the cue of the named scene, else the steady match. At first as the project's settings say.
var play_music: bool:
	get = get_play_music,
	set = set_play_music
## Plays the music; a game may use it for its own, too.
var music_player: ScenescoreMusicPlayer:
	get = get_music_player

var _connection := _DaemonConnection.new()
var _stream := _MatchStream.new()
var _link: _EditorLink
var _capture := _FrameCapture.new()
var _music := _SceneMusic.new()
var _region := _WindowRegion.new()
var _is_watching: bool = false
var _is_open: bool = false
var _has_answer: bool = false
var _uses_screen: bool = false
var _model: String = ""
var _problem: String = ""
var _next_session_ms: int = 0
var _next_editor_frame_us: int = 0
var _told_problem: String = ""


func _init() -> void:
	process_mode = Node.PROCESS_MODE_ALWAYS
	_link = _EditorLink.new(_addon_version())
	_uses_screen = _Settings.value(_Settings.RUNTIME_CAPTURE) == "screen"
	_model = _Settings.value(_Settings.MODEL)
	_is_watching = _may_watch()
	_capture.captures_per_second = EDITOR_FRAMES_PER_SECOND if _uses_screen else _captures_per_second()
	add_child(_capture)
	add_child(_music)


func _enter_tree() -> void:
	_capture.captured.connect(_on_captured)
	_stream.answered.connect(_on_answered)
	_stream.ended.connect(_on_ended)
	_connection.changed.connect(_on_connection_changed)
	_link.daemon_received.connect(_on_daemon_told)
	_link.pause_received.connect(set_paused)
	_link.cues_changed.connect(_music.read_cues)
	_music.started.connect(_on_music_started)
	_music.read_cues()
	play_music = _Settings.value(_Settings.RUNTIME_PLAY_MUSIC)
	if _is_watching:
		_link.open()
	_update_state()


func _ready() -> void:
	# Becoming ready turns it on.
	set_process(_is_watching)


func _exit_tree() -> void:
	_capture.captured.disconnect(_on_captured)
	_stream.answered.disconnect(_on_answered)
	_stream.ended.disconnect(_on_ended)
	_connection.changed.disconnect(_on_connection_changed)
	_link.daemon_received.disconnect(_on_daemon_told)
	_link.pause_received.disconnect(set_paused)
	_link.cues_changed.disconnect(_music.read_cues)
	_music.started.disconnect(_on_music_started)
	_close_session()
	_connection.close()
	_link.close()


func _process(_delta: float) -> void:
	_link.poll()
	_connection.poll()
	if _connection.channel == null or paused:
		return
	if not _is_open and Time.get_ticks_msec() >= _next_session_ms:
		_open_session()
	elif _is_open and _uses_screen and _region.has_changed():
		_open_session()


## Tells what is being played, such as [code]"boss"[/code]: a cue of this name is played, and the dock shows it.
func begin_scene(name: String) -> void:
	if name == scene_name:
		return
	scene_name = name
	_link.send("scene", [scene_name])
	_music.enter_scene(scene_name)


## Tells that the scene named last is over and no other has begun.
func end_scene() -> void:
	begin_scene("")


## Returns the channel to the daemon, for calls of your own; null while there is no daemon.
func channel() -> _Channel:
	return _connection.channel


## Returns [member problem].
func get_problem() -> String:
	# Who plays by cues misses no daemon.
	var misses_daemon: bool = _is_watching and connection_state != ScenescoreConnectionState.CUES
	for words: String in [_problem, _connection.problem if misses_daemon else "", _capture.problem, _music.problem]:
		if not words.is_empty():
			return words
	return ""


## Sets [member paused].
func set_paused(value: bool) -> void:
	if value == paused:
		return
	paused = value
	if paused:
		_close_session()
	elif _connection.channel != null:
		_open_session()
	_update_state()


## Returns [member play_music].
func get_play_music() -> bool:
	return _music.is_on


## Sets [member play_music].
func set_play_music(value: bool) -> void:
	_music.is_on = value
	_update_state()


## Returns [member music_player].
func get_music_player() -> ScenescoreMusicPlayer:
	return _music.player


func _open_session() -> void:
	_close_session()
	var region: Rect2i = _region.now()
	if _uses_screen and not region.has_area():
		_refuse_session("The game has no window on a screen: there is nothing to capture.")
		return
	_is_open = true
	if _uses_screen:
		_stream.start_screen(_connection.channel, _model, region, _captures_per_second())
		_capture.is_on = _link.is_welcomed
	else:
		_stream.start_frames(_connection.channel, _model)
		_capture.is_on = true
	_update_state()


func _close_session() -> void:
	_stream.stop()
	_capture.is_on = false
	_is_open = false
	_has_answer = false
	steps_filled = 0
	if not matches.is_empty():
		matches = []


func _on_captured(rgb8: PackedByteArray, time_us: int) -> void:
	if not _uses_screen:
		_stream.send(rgb8, time_us)
	if time_us >= _next_editor_frame_us:
		_next_editor_frame_us = time_us + EDITOR_FRAME_EVERY_US
		_link.send("frame", [time_us, rgb8])


func _on_answered(answer: _Match.Answer) -> void:
	var found: Array[ScenescoreMatch] = []
	for one: _Match.Match in answer.matches:
		found.append(ScenescoreMatch.from_proto(one))
	matches = found
	steps = answer.steps
	steps_filled = answer.steps_filled
	_problem = ""
	answer_delay_ms = answer.answer_delay.seconds * 1000.0 + answer.answer_delay.nanos / 1e6 if answer.answer_delay != null else 0.0
	_has_answer = true
	_update_state()
	_link.send("answer", [_told(answer)])
	match_updated.emit(matches)
	if answer.scene_changed:
		scene_changed.emit()
	_settle(answer.steady_track)


# The settled choice may have fallen out of the ranking: then it is the one from before.
func _settle(track: String) -> void:
	if steady_match != null and steady_match.track == track:
		return
	for one: ScenescoreMatch in matches:
		if one.track == track:
			steady_match = one
			_music.follow(one)
			steady_match_changed.emit(one)
			return


func _on_ended(status: _Status) -> void:
	_close_session()
	# Without a connection it is the connection's turn. A daemon that refuses says why, and is asked again all the same.
	var is_reachable: bool = _connection.channel != null and _connection.channel.state == _Channel.State.READY
	_refuse_session(status.message if is_reachable and not status.is_ok() else "")


func _refuse_session(why: String) -> void:
	_problem = why
	_next_session_ms = Time.get_ticks_msec() + SESSION_PAUSE_MS
	_update_state()


func _on_connection_changed() -> void:
	_music.use_channel(_connection.channel)
	_problem = ""
	_next_session_ms = 0
	if _connection.channel == null:
		_close_session()
	_update_state()


func _on_daemon_told(daemon: Dictionary) -> void:
	var model: String = str(daemon.get("model", ""))
	var is_other_model: bool = model != _model
	_model = model
	_connection.tell(daemon)
	if _uses_screen and _is_open:
		_capture.is_on = true
	if is_other_model:
		_close_session()
		_next_session_ms = 0
	# Who has just been welcomed knows nothing of this game yet.
	_say_state()
	if not scene_name.is_empty():
		_link.send("scene", [scene_name])


func _on_music_started(track: String, title: String) -> void:
	_link.send("playing", [track, title])


func _update_state() -> void:
	var now: ScenescoreConnectionState = ScenescoreConnectionState.OFF
	if _is_open:
		now = ScenescoreConnectionState.MATCHING if _has_answer else ScenescoreConnectionState.LISTENING
	elif _music.is_on and _music.has_cues():
		now = ScenescoreConnectionState.CUES
	elif _is_watching and not paused:
		now = ScenescoreConnectionState.CONNECTING
	var is_other: bool = now != connection_state
	connection_state = now
	if is_other or problem != _told_problem:
		_say_state()
	if is_other:
		connection_state_changed.emit(connection_state)


func _say_state() -> void:
	_told_problem = problem
	_link.send("state", [(ScenescoreConnectionState.find_key(connection_state) as String).to_lower(), problem])


func _told(answer: _Match.Answer) -> Dictionary:
	var ranking: Array[Dictionary] = []
	for one: ScenescoreMatch in matches:
		ranking.append(one.to_dictionary())
	return {
		"matches": ranking, "steps": steps, "steps_filled": steps_filled, "early": answer.early,
		"scene_changed": answer.scene_changed, "scene_steps": answer.scene_steps, "steady": answer.steady,
		"steady_track": answer.steady_track, "frame_time_us": answer.frame_time_us,
		"answer_delay_ms": answer_delay_ms, "frames_received": answer.frames_received,
		"frames_dropped": answer.frames_dropped + _stream.dropped(), "model": answer.model, "scene": scene_name, "session": answer.session,
	}


static func _captures_per_second() -> float:
	return float(_Settings.value(_Settings.RUNTIME_CAPTURES_PER_SECOND) as int)


# Films are not rendered in the game's own time, and an exported game is its player's.
static func _may_watch() -> bool:
	if not _Settings.value(_Settings.RUNTIME_ENABLED) or Engine.is_editor_hint() or OS.has_feature("movie"):
		return false
	return not _is_exported() or _Settings.value(_Settings.RUNTIME_IN_EXPORTED_GAMES)


# An export template has no project.godot, and neither has a pack that the editor's own program is made to run.
static func _is_exported() -> bool:
	return OS.has_feature("template") or not FileAccess.file_exists("res://project.godot")


static func _addon_version() -> String:
	var plugin := ConfigFile.new()
	var folder: String = (preload("scenescore.gd") as GDScript).resource_path.get_base_dir()
	return plugin.get_value("plugin", "version", "") if plugin.load(folder.path_join("../plugin.cfg").simplify_path()) == OK else ""
