extends RefCounted
## The game's end of the messages between the editor and a running game. Without an editor it does nothing.

## The editor has sent the daemon's address, the model and the project: [code]{target, token, model, project}[/code].
signal daemon_received(daemon: Dictionary)
## The editor has paused or resumed watching.
signal pause_received(paused: bool)
## The editor has changed the project's cues.
signal cues_changed()

const PREFIX: String = "scenescore"
## The time between two hellos, until the editor replies.
const HELLO_INTERVAL_MS: int = 1000

## Whether the editor has replied.
var is_welcomed: bool = false

var _version: String
var _is_open: bool = false
var _next_hello_ms: int = 0


## [param version] is the addon's version.
func _init(version: String) -> void:
	_version = version


## Starts to receive messages, where an editor runs this game.
func open() -> void:
	if _is_open or not EngineDebugger.is_active():
		return
	_is_open = true
	EngineDebugger.register_message_capture(PREFIX, _capture)


## Stops receiving messages.
func close() -> void:
	_is_open = false
	is_welcomed = false
	if EngineDebugger.has_capture(PREFIX):
		EngineDebugger.unregister_message_capture(PREFIX)


## Sends hellos until the editor replies. Call it each frame.
func poll() -> void:
	if not _is_open or is_welcomed or Time.get_ticks_msec() < _next_hello_ms:
		return
	_next_hello_ms = Time.get_ticks_msec() + HELLO_INTERVAL_MS
	EngineDebugger.send_message(PREFIX + ":hello", [_version])


## Sends a message to the editor, once it has replied.
func send(what: String, data: Array) -> void:
	if is_welcomed:
		EngineDebugger.send_message("%s:%s" % [PREFIX, what], data)


func _capture(message: String, data: Array) -> bool:
	match message.trim_prefix(PREFIX + ":"):
		"welcome" when _is_dictionary(data):
			is_welcomed = true
			daemon_received.emit(data[0] as Dictionary)
		"daemon" when _is_dictionary(data):
			daemon_received.emit(data[0] as Dictionary)
		"pause" when data.size() == 1 and data[0] is bool:
			pause_received.emit(data[0] as bool)
		"cues_changed":
			cues_changed.emit()
		"closing":
			# The plugin was turned off: the editor would log an error for each further message.
			_is_open = false
			is_welcomed = false
	return true


static func _is_dictionary(data: Array) -> bool:
	return data.size() == 1 and data[0] is Dictionary
