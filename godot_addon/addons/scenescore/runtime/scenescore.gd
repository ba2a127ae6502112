extends Node
## The autoload [code]Scenescore[/code]: watches the running game and tells which pieces of your music fit.
##
## It shrinks the game's picture a few times a second, sends it to the Scenescore daemon on this machine, and emits the
## daemon's answers as signals. It never blocks a frame. In an exported game it does so only if
## [code]scenescore/runtime/in_exported_games[/code] is on; cues are played there too.
## [codeblock]
## func _ready() -> void:
##     Scenescore.steady_match_changed.connect(_on_steady_match_changed)
##     Scenescore.begin_scene("boss")
##
## func _on_steady_match_changed(match: ScenescoreMatch) -> void:
##     print("This scene wants ", match.title)
## [/codeblock]

## An answer has arrived: the pieces that fit best now, best first. About one a second.
signal match_updated(matches: Array[ScenescoreMatch])
## The steady match of this scene has changed. It stays while other pieces are only briefly better.
signal steady_match_changed(match: ScenescoreMatch)
## The picture has changed to another scene.
signal scene_changed()
## See [member connection_state].
signal connection_state_changed(state: ScenescoreConnectionState)

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const ConnectionState := ScenescoreConnectionState

## The state of the connection to the daemon.
enum ScenescoreConnectionState {
	## The game is not watched.
	OFF,
	## No daemon has been found yet.
	CONNECTING,
	## Frames are sent; there is no answer yet.
	LISTENING,
	## Answers arrive.
	MATCHING,
	## There is no daemon; the project's cues are played by scene name.
	CUES,
}

const _AddonVersion := preload("addon_version.gd")
const _Channel := preload("../rpc/grpc_channel.gd")
const _DaemonConnection := preload("daemon_connection.gd")
const _EditorLink := preload("editor_link.gd")
const _Match := preload("../proto/scenescore/v1/match.gd")
const _MatchSession := preload("match_session.gd")
const _SceneMusic := preload("scene_music.gd")
const _Settings := preload("../settings.gd")

## The state of the connection to the daemon.
var connection_state: ScenescoreConnectionState = ScenescoreConnectionState.OFF
## What is wrong, in words for people; empty when nothing is.
var problem: String:
	get = get_problem
## The pieces that fit best now, best first.
var matches: Array[ScenescoreMatch] = []
## The steady match of this scene; null before the first.
var steady_match: ScenescoreMatch = null
## The scene that the game has named with [method begin_scene]; empty for none.
var scene_name: String = ""
## How many of the [member steps] of the 12 s window contain frames.
var steps_filled: int = 0
## The number of steps of the window.
var steps: int = 0
## The time from the newest frame's arrival in the daemon to its answer, in milliseconds.
var answer_delay_ms: float = 0.0
## Pauses watching. After a pause the daemon starts with an empty window.
var paused: bool = false:
	set = set_paused
## Whether the music is played: the cue of the named scene, else the steady match. Initially as in the project settings.
var play_music: bool:
	get = get_play_music,
	set = set_play_music
## Plays the music. A game may use it for its own music, too.
var music_player: ScenescoreMusicPlayer:
	get = get_music_player

var _connection := _DaemonConnection.new()
var _session := _MatchSession.new()
var _link := _EditorLink.new(_AddonVersion.current())
var _music := _SceneMusic.new()
# Whether the game is watched at all.
var _is_watching: bool = _MatchSession.may_watch()
# Whether the open session has had an answer.
var _has_answer: bool = false
# The problem that the editor was last sent.
var _sent_problem: String = ""


func _init() -> void:
	process_mode = Node.PROCESS_MODE_ALWAYS
	add_child(_session)
	add_child(_music)


func _enter_tree() -> void:
	_session.changed.connect(_update_state)
	_session.closed.connect(_on_session_closed)
	_session.answered.connect(_on_answered)
	_session.thumbnail_captured.connect(_on_thumbnail_captured)
	_connection.changed.connect(_on_connection_changed)
	_link.daemon_received.connect(_on_daemon_received)
	_link.pause_received.connect(set_paused)
	_link.cues_changed.connect(_music.read_cues)
	_music.started.connect(_on_music_started)
	_music.read_cues()
	play_music = _Settings.value(_Settings.RUNTIME_PLAY_MUSIC)
	if _is_watching:
		_link.open()
	_update_state()


func _ready() -> void:
	# Godot turns processing on when a node becomes ready.
	set_process(_is_watching)


func _exit_tree() -> void:
	_session.changed.disconnect(_update_state)
	_session.answered.disconnect(_on_answered)
	_session.thumbnail_captured.disconnect(_on_thumbnail_captured)
	_connection.changed.disconnect(_on_connection_changed)
	_link.daemon_received.disconnect(_on_daemon_received)
	_link.pause_received.disconnect(set_paused)
	_link.cues_changed.disconnect(_music.read_cues)
	_music.started.disconnect(_on_music_started)
	_session.close()
	_session.closed.disconnect(_on_session_closed)
	_connection.close()
	_link.close()


func _process(_delta: float) -> void:
	_link.poll()
	_session.has_editor = _link.is_welcomed
	_connection.poll()
	if _connection.channel != null and not paused:
		_session.poll(_connection.channel)


## Names the scene that the game is in, such as [code]"boss"[/code]: its cue is played, and the dock shows the name.
func begin_scene(name: String) -> void:
	if name == scene_name:
		return
	scene_name = name
	_link.send("scene", [scene_name])
	_music.enter_scene(scene_name)


## Ends the scene that was named last.
func end_scene() -> void:
	begin_scene("")


## Returns the channel to the daemon, for calls of your own; null while there is no daemon.
func channel() -> _Channel:
	return _connection.channel


## Returns [member problem].
func get_problem() -> String:
	# A game that plays by its cues needs no daemon.
	var needs_daemon: bool = _is_watching and connection_state != ScenescoreConnectionState.CUES
	var connection_problem: String = _connection.problem if needs_daemon else ""
	for text: String in [_session.problem, connection_problem, _session.capture.problem, _music.problem]:
		if not text.is_empty():
			return text
	return ""


## Sets [member paused].
func set_paused(value: bool) -> void:
	if value == paused:
		return
	paused = value
	if paused:
		_session.close()
	elif _connection.channel != null:
		_session.open(_connection.channel)
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


func _on_thumbnail_captured(rgb8: PackedByteArray, time_us: int) -> void:
	_link.send("frame", [time_us, rgb8])


func _on_session_closed() -> void:
	_has_answer = false
	steps_filled = 0
	if not matches.is_empty():
		matches = []


func _on_answered(answer: _Match.Answer) -> void:
	var found: Array[ScenescoreMatch] = []
	for one: _Match.Match in answer.matches:
		found.append(ScenescoreMatch.from_proto(one))
	matches = found
	steps = answer.steps
	steps_filled = answer.steps_filled
	answer_delay_ms = answer.answer_delay.seconds * 1000.0 + answer.answer_delay.nanos / 1e6 if answer.answer_delay != null else 0.0
	_has_answer = true
	_update_state()
	_link.send("answer", [_answer_for_editor(answer)])
	match_updated.emit(matches)
	if answer.scene_changed:
		scene_changed.emit()
	_update_steady_match(answer.steady_track)


# The steady match may be missing from the ranking: then the previous one stays.
func _update_steady_match(track: String) -> void:
	if steady_match != null and steady_match.track == track:
		return
	for one: ScenescoreMatch in matches:
		if one.track == track:
			steady_match = one
			_music.follow(one)
			steady_match_changed.emit(one)
			return


func _on_connection_changed() -> void:
	_music.use_channel(_connection.channel)
	_session.reset()
	if _connection.channel == null:
		_session.close()
	_update_state()


func _on_daemon_received(daemon: Dictionary) -> void:
	_connection.set_daemon(daemon)
	_session.model = str(daemon.get("model", ""))
	_session.project = str(daemon.get("project", ""))
	# An editor that has just connected knows nothing of this game yet.
	_send_state()
	if not scene_name.is_empty():
		_link.send("scene", [scene_name])


func _on_music_started(track: String, title: String) -> void:
	_link.send("playing", [track, title])


func _update_state() -> void:
	var now: ScenescoreConnectionState = ScenescoreConnectionState.OFF
	if _session.is_open:
		now = ScenescoreConnectionState.MATCHING if _has_answer else ScenescoreConnectionState.LISTENING
	elif _music.is_on and _music.has_cues():
		now = ScenescoreConnectionState.CUES
	elif _is_watching and not paused:
		now = ScenescoreConnectionState.CONNECTING
	var has_changed: bool = now != connection_state
	connection_state = now
	if has_changed or problem != _sent_problem:
		_send_state()
	if has_changed:
		connection_state_changed.emit(connection_state)


func _send_state() -> void:
	_sent_problem = problem
	_link.send("state", [(ScenescoreConnectionState.find_key(connection_state) as String).to_lower(), problem])


func _answer_for_editor(answer: _Match.Answer) -> Dictionary:
	var ranking: Array[Dictionary] = []
	for one: ScenescoreMatch in matches:
		ranking.append(one.to_dictionary())
	return {
		"matches": ranking, "steps": steps, "steps_filled": steps_filled, "early": answer.early,
		"scene_changed": answer.scene_changed, "scene_steps": answer.scene_steps, "steady": answer.steady,
		"steady_track": answer.steady_track, "frame_time_us": answer.frame_time_us, "answer_delay_ms": answer_delay_ms,
		"frames_received": answer.frames_received, "frames_dropped": answer.frames_dropped + _session.dropped(),
		"model": answer.model, "scene": scene_name, "session": answer.session,
	}
