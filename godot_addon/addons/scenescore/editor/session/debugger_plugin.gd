@tool
extends EditorDebuggerPlugin
## The editor's end of the messages between the editor and running games; the autoload is the other end.
##
## Several games may run at once. All of them are sent the daemon's address; only the newest game's messages are used.

## The newest game has sent its first message.
signal game_joined()
## The last game has ended.
signal games_left()
## The state of the newest game's connection ([code]off[/code], [code]connecting[/code], [code]listening[/code],
## [code]matching[/code] or [code]cues[/code]), and what is wrong.
signal state_received(state: String, problem: String)
## The newest game has received an answer.
signal answer_received(answer: Dictionary)
## The newest game has sent a frame, 80×80 RGB8.
signal frame_received(time_us: int, pixels: PackedByteArray)
## The newest game has named its scene.
signal scene_received(scene: String)
## The newest game has started a piece.
signal playing_received(track: String, title: String)

const PREFIX: String = "scenescore"

## The reply to a game's first message: [code]{target, token, model, project}[/code]. An empty target means that there is no
## daemon.
var welcome: Dictionary = {"target": "", "token": "", "model": "", "project": ""}

# The ids of the debugger sessions with a game that sends messages, the newest last.
var _games: PackedInt32Array = []
# The last "state" and "scene" message of each session.
var _last_messages: Dictionary[int, Dictionary] = {}


## Whether a game sends messages.
func has_game() -> bool:
	return not _games.is_empty()


## Sends the daemon's address to all games, where it has changed.
func send_daemon(now: Dictionary) -> void:
	if now != welcome:
		welcome = now
		_send_to_all("daemon", [welcome])


## Pauses or resumes watching in all games.
func send_pause(paused: bool) -> void:
	_send_to_all("pause", [paused])


## Tells all games that the cues have changed.
func send_cues_changed() -> void:
	_send_to_all("cues_changed", [])


## Tells all games that the plugin is turned off and receives no more messages.
func send_closing() -> void:
	_send_to_all("closing", [])


func _has_capture(prefix: String) -> bool:
	return prefix == PREFIX


func _setup_session(session_id: int) -> void:
	get_session(session_id).stopped.connect(_on_session_stopped.bind(session_id))


func _capture(message: String, data: Array, session_id: int) -> bool:
	if message == PREFIX + ":hello":
		_welcome(session_id)
		return true
	if not _games.has(session_id):
		return true
	var what: String = message.trim_prefix(PREFIX + ":")
	if what in ["state", "scene"]:
		_last_messages[session_id][what] = data
	if _games[-1] == session_id:
		_emit_message(what, data)
	return true


# Ignores messages of a game with another version of the addon.
func _emit_message(what: String, data: Array) -> void:
	match [what, _types_of(data)]:
		["state", [TYPE_STRING, TYPE_STRING]]:
			state_received.emit(data[0], data[1])
		["answer", [TYPE_DICTIONARY]]:
			answer_received.emit(data[0])
		["frame", [TYPE_INT, TYPE_PACKED_BYTE_ARRAY]]:
			frame_received.emit(data[0], data[1])
		["scene", [TYPE_STRING]]:
			scene_received.emit(data[0])
		["playing", [TYPE_STRING, TYPE_STRING]]:
			playing_received.emit(data[0], data[1])


# A game repeats its hello until it gets a reply. A game that was stopped and started again may have the same session.
func _welcome(session_id: int) -> void:
	var is_new: bool = not _games.has(session_id)
	if is_new:
		_games.append(session_id)
		_last_messages[session_id] = {}
	get_session(session_id).send_message(PREFIX + ":welcome", [welcome])
	if is_new:
		game_joined.emit()


func _on_session_stopped(session_id: int) -> void:
	var at: int = _games.find(session_id)
	if at < 0:
		return
	_games.remove_at(at)
	_last_messages.erase(session_id)
	if _games.is_empty():
		games_left.emit()
	elif at == _games.size():
		# The game before it is the newest now. Games send only changes, so repeat its last messages.
		game_joined.emit()
		var last: Dictionary = _last_messages[_games[-1]]
		for what: String in last:
			_emit_message(what, last[what])


func _send_to_all(what: String, data: Array) -> void:
	for session_id: int in _games:
		var session: EditorDebuggerSession = get_session(session_id)
		if session != null and session.is_active():
			session.send_message("%s:%s" % [PREFIX, what], data)


static func _types_of(data: Array) -> Array[int]:
	var types: Array[int] = []
	for value: Variant in data:
		types.append(typeof(value))
	return types
