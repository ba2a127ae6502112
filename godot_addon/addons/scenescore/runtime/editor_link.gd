extends RefCounted
## The game's end of the talk with the editor that plays it. Without one, nothing is said and nothing is heard.

## The editor says where the daemon is and which model to use: [code]{target, token, model}[/code].
signal daemon_told(daemon: Dictionary)
## The editor wants the game to be watched, or not.
signal pause_told(paused: bool)
## The editor has changed the project's cues.
signal cues_changed()

const PREFIX: String = "scenescore"
## From one hello to the next, until the editor answers.
const HELLO_EVERY_MS: int = 1000

## Whether the editor has answered.
var is_welcomed: bool = false

var _version: String
var _is_open: bool = false
var _next_hello_ms: int = 0


## [param version] is the addon's own.
func _init(version: String) -> void:
	_version = version


## Begins to listen, where an editor plays this game.
func open() -> void:
	if _is_open or not EngineDebugger.is_active():
		return
	_is_open = true
	EngineDebugger.register_message_capture(PREFIX, _capture)


## Ends listening.
func close() -> void:
	_is_open = false
	is_welcomed = false
	if EngineDebugger.has_capture(PREFIX):
		EngineDebugger.unregister_message_capture(PREFIX)


## Says hello until the editor answers. To be called each frame.
func poll() -> void:
	if not _is_open or is_welcomed or Time.get_ticks_msec() < _next_hello_ms:
		return
	_next_hello_ms = Time.get_ticks_msec() + HELLO_EVERY_MS
	EngineDebugger.send_message(PREFIX + ":hello", [_version])


## Tells the editor something, once it listens.
func say(what: String, data: Array) -> void:
	if is_welcomed:
		EngineDebugger.send_message("%s:%s" % [PREFIX, what], data)


func _capture(message: String, data: Array) -> bool:
	match message.trim_prefix(PREFIX + ":"):
		"welcome" when _is_dictionary(data):
			is_welcomed = true
			daemon_told.emit(data[0] as Dictionary)
		"daemon" when _is_dictionary(data):
			daemon_told.emit(data[0] as Dictionary)
		"pause" when data.size() == 1 and data[0] is bool:
			pause_told.emit(data[0] as bool)
		"cues_changed":
			cues_changed.emit()
		"farewell":
			# The plugin is turned off: the editor would complain of each word that nobody there knows.
			_is_open = false
			is_welcomed = false
	return true


static func _is_dictionary(data: Array) -> bool:
	return data.size() == 1 and data[0] is Dictionary
