@tool
extends RefCounted
## What is heard of the game that plays, and that it plays at all.

const _DebuggerPlugin := preload("debugger_plugin.gd")
const _PlayHistory := preload("play_history.gd")
const _Settings := preload("../../settings.gd")

## The state, the problem or the scene has changed, or a game began or ended.
signal changed()
## An answer has come.
signal answered()
## A picture has come.
signal frame_received(image: Image, time_us: int)
## The record has changed.
signal record_changed()

## How long a game may take to its first word, seconds.
const SILENCE_S: float = 15.0

## The connection that the game tells of; empty where none talks.
var state: String = ""
## What is wrong with it, or why nothing is heard of it.
var problem: String = ""
## Its last answer; empty before the first.
var answer: Dictionary = {}
## The scene that it has named.
var scene: String = ""
## Whether the editor plays a game.
var is_playing: bool = false
## The play so far.
var record := _PlayHistory.new()

var _debugger: _DebuggerPlugin
# When a game that has said nothing counts as silent; 0 when none is waited for.
var _silent_from_ms: int = 0


## Begins to hear the games of a debugger.
func open(debugger: _DebuggerPlugin) -> void:
	_debugger = debugger
	_debugger.game_joined.connect(_on_joined)
	_debugger.games_left.connect(_on_left)
	_debugger.state_received.connect(_on_state)
	_debugger.answer_received.connect(_on_answer)
	_debugger.frame_received.connect(_on_frame)
	_debugger.scene_received.connect(_on_scene)


## Ends hearing.
func close() -> void:
	_debugger.game_joined.disconnect(_on_joined)
	_debugger.games_left.disconnect(_on_left)
	_debugger.state_received.disconnect(_on_state)
	_debugger.answer_received.disconnect(_on_answer)
	_debugger.frame_received.disconnect(_on_frame)
	_debugger.scene_received.disconnect(_on_scene)


## Notices that a game is played, and one that says nothing.
func poll() -> void:
	if EditorInterface.is_playing_scene() != is_playing:
		is_playing = not is_playing
		_silent_from_ms = Time.get_ticks_msec() + int(SILENCE_S * 1000.0) if is_playing else 0
		problem = ""
		changed.emit()
	if _silent_from_ms != 0 and Time.get_ticks_msec() > _silent_from_ms:
		_silent_from_ms = 0
		if not _debugger.has_game():
			problem = _why_silent()
			changed.emit()


## Returns the match that leads; empty when there is none.
func best() -> Dictionary:
	var found: Array = answer.get("matches", [])
	return found[0] if not found.is_empty() else {}


func _on_joined() -> void:
	state = "connecting"
	problem = ""
	answer = {}
	scene = ""
	record.clear()
	record_changed.emit()
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
	record.add_answer(answer)
	record_changed.emit()
	answered.emit()


func _on_frame(time_us: int, pixels: PackedByteArray) -> void:
	var image: Image = record.add_frame(time_us, pixels)
	if image != null:
		record_changed.emit()
		frame_received.emit(image, time_us)


func _on_scene(name: String) -> void:
	scene = name
	changed.emit()


func _why_silent() -> String:
	if not _Settings.value(_Settings.RUNTIME_ENABLED):
		return "The game is not watched: the project setting %s is off." % _Settings.RUNTIME_ENABLED
	return "The game plays but says nothing: the autoload Scenescore is missing, or its script has an error. See the Output panel."
