@tool
extends EditorDebuggerPlugin
## The editor's end of the talk with running games; the other end is the autoload.
##
## Several games may run at once. All of them are told how to reach the daemon; only the newest is listened to.

## The newest game has begun to talk.
signal game_joined()
## No game talks any more.
signal games_left()
## The newest game's connection: [code]off[/code], [code]connecting[/code], [code]listening[/code], [code]matching[/code] or [code]cues[/code], with
## what is wrong.
signal state_received(state: String, problem: String)
## The newest game has had an answer.
signal answer_received(answer: Dictionary)
## The newest game's picture, 80×80 RGB8.
signal frame_received(time_us: int, pixels: PackedByteArray)
## The newest game has named its scene.
signal scene_received(scene: String)
## The newest game plays a piece.
signal playing_received(track: String, title: String)

const PREFIX: String = "scenescore"

## What a game is told when it says hello: [code]{target, token, model}[/code]; an empty target means that there is no daemon.
var welcome: Dictionary = {"target": "", "token": "", "model": ""}

# The sessions whose games talk, the newest last.
var _games: PackedInt32Array = []
# What each of them has said last of its state and its scene.
var _last: Dictionary[int, Dictionary] = {}


## Whether a game talks.
func has_game() -> bool:
	return not _games.is_empty()


## Tells all games that the daemon has changed.
func tell_daemon(now: Dictionary) -> void:
	if now != welcome:
		welcome = now
		_tell_all("daemon", [welcome])


## Tells all games to pause, or to go on.
func tell_pause(paused: bool) -> void:
	_tell_all("pause", [paused])


## Tells all games that the cues have changed.
func tell_cues_changed() -> void:
	_tell_all("cues_changed", [])


## Tells all games that nobody listens any more.
func tell_farewell() -> void:
	_tell_all("farewell", [])


func _has_capture(prefix: String) -> bool:
	return prefix == PREFIX


func _setup_session(session_id: int) -> void:
	get_session(session_id).stopped.connect(_lose.bind(session_id))


func _capture(message: String, data: Array, session_id: int) -> bool:
	if message == PREFIX + ":hello":
		_greet(session_id)
		return true
	if not _games.has(session_id):
		return true
	var what: String = message.trim_prefix(PREFIX + ":")
	if what in ["state", "scene"]:
		_last[session_id][what] = data
	if _games[-1] == session_id:
		_pass_on(what, data)
	return true


# What another version's game says is passed over.
func _pass_on(what: String, data: Array) -> void:
	match [what, _kinds(data)]:
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


# A game says hello until it is welcomed; one that was stopped and played anew says it again in the same session.
func _greet(session_id: int) -> void:
	var is_new: bool = not _games.has(session_id)
	if is_new:
		_games.append(session_id)
		_last[session_id] = {}
	get_session(session_id).send_message(PREFIX + ":welcome", [welcome])
	if is_new:
		game_joined.emit()


func _lose(session_id: int) -> void:
	var at: int = _games.find(session_id)
	if at < 0:
		return
	_games.remove_at(at)
	_last.erase(session_id)
	if _games.is_empty():
		games_left.emit()
	elif at == _games.size():
		# The one before is the newest now, and says only what changes.
		game_joined.emit()
		var last: Dictionary = _last[_games[-1]]
		for what: String in last:
			_pass_on(what, last[what])


func _tell_all(what: String, data: Array) -> void:
	for session_id: int in _games:
		var session: EditorDebuggerSession = get_session(session_id)
		if session != null and session.is_active():
			session.send_message("%s:%s" % [PREFIX, what], data)


static func _kinds(data: Array) -> Array[int]:
	var kinds: Array[int] = []
	for value: Variant in data:
		kinds.append(typeof(value))
	return kinds
