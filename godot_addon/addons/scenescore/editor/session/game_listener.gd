@tool
extends RefCounted
## The state of the running game, from the messages that it sends over the debugger.

const _DebuggerPlugin := preload("debugger_plugin.gd")
const _PlayHistory := preload("play_history.gd")
const _Settings := preload("../../settings.gd")

## The state, the problem or the scene has changed, or a game has started or ended.
signal changed()
## An answer has arrived.
signal answered()
## A thumbnail has arrived.
signal frame_received(image: Image, time_us: int)
## The history has changed.
signal history_changed()

## How long a game may take to send its first message.
const MAX_SILENCE_S: float = 15.0

## The state of the game's connection to the daemon, as the game has sent it; empty while no game sends messages.
var state: String = ""
## What is wrong in the game, or why it sends nothing; empty when all is well.
var problem: String = ""
## The last answer that the game has received; empty before the first.
var answer: Dictionary = {}
## The name of the game's scene; empty where it has none.
var scene: String = ""
## Whether the editor runs a game.
var is_playing: bool = false
## The play so far.
var history := _PlayHistory.new()

var _debugger: _DebuggerPlugin
# When a game that has sent nothing counts as silent; 0 while no message is awaited.
var _silent_at_ms: int = 0


## Connects to the messages of a debugger plugin.
func open(debugger: _DebuggerPlugin) -> void:
	_debugger = debugger
	_debugger.game_joined.connect(_on_joined)
	_debugger.games_left.connect(_on_left)
	_debugger.state_received.connect(_on_state)
	_debugger.answer_received.connect(_on_answer)
	_debugger.frame_received.connect(_on_frame)
	_debugger.scene_received.connect(_on_scene)


## Disconnects from the debugger plugin.
func close() -> void:
	_debugger.game_joined.disconnect(_on_joined)
	_debugger.games_left.disconnect(_on_left)
	_debugger.state_received.disconnect(_on_state)
	_debugger.answer_received.disconnect(_on_answer)
	_debugger.frame_received.disconnect(_on_frame)
	_debugger.scene_received.disconnect(_on_scene)


## Checks whether a game has started or ended, and whether it is silent. Call it each frame.
func poll() -> void:
	if EditorInterface.is_playing_scene() != is_playing:
		is_playing = not is_playing
		_silent_at_ms = Time.get_ticks_msec() + int(MAX_SILENCE_S * 1000.0) if is_playing else 0
		problem = ""
		changed.emit()
	if _silent_at_ms != 0 and Time.get_ticks_msec() > _silent_at_ms:
		_silent_at_ms = 0
		if not _debugger.has_game():
			problem = _why_silent()
			changed.emit()


## Returns the best match of the last answer; empty when there is none.
func best_match() -> Dictionary:
	var found: Array = answer.get("matches", [])
	return found[0] if not found.is_empty() else {}


## Returns the match with a track in the last answer; empty when there is none.
func match_of(track: String) -> Dictionary:
	for found: Dictionary in answer.get("matches", []):
		if found["track"] == track:
			return found
	return {}


func _on_joined() -> void:
	state = "connecting"
	problem = ""
	answer = {}
	scene = ""
	history.clear()
	history_changed.emit()
	changed.emit()


func _on_left() -> void:
	state = ""
	problem = ""
	changed.emit()


func _on_state(now: String, its_problem: String) -> void:
	state = now
	problem = its_problem
	changed.emit()


func _on_answer(latest: Dictionary) -> void:
	answer = latest
	history.add_answer(answer)
	history_changed.emit()
	answered.emit()


func _on_frame(time_us: int, pixels: PackedByteArray) -> void:
	var image: Image = history.add_frame(time_us, pixels)
	if image != null:
		history_changed.emit()
		frame_received.emit(image, time_us)


func _on_scene(name: String) -> void:
	scene = name
	changed.emit()


func _why_silent() -> String:
	if not _Settings.value(_Settings.RUNTIME_ENABLED):
		return "The game is not watched: the project setting %s is off." % _Settings.RUNTIME_ENABLED
	return "The game runs but sends nothing: the autoload Scenescore is missing, or its script has an error. See the Output panel."
