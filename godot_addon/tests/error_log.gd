extends Logger
## Collects errors and warnings of the engine and of scripts. Without it a test would not notice a script error, which only ends
## the function in which it occurs.

var _lock := Mutex.new()
var _entries := PackedStringArray()


## Returns what was logged since the last call, one entry a line, and forgets it.
func drain() -> PackedStringArray:
	_lock.lock()
	var entries: PackedStringArray = _entries
	_entries = PackedStringArray()
	_lock.unlock()
	return entries


# Called on the thread of the error.
func _log_error(
	function: String,
	file: String,
	line: int,
	code: String,
	rationale: String,
	_editor_notify: bool,
	error_type: int,
	script_backtraces: Array[ScriptBacktrace]
) -> void:
	const KINDS: Dictionary[int, String] = {
		ErrorType.ERROR_TYPE_ERROR: "error",
		ErrorType.ERROR_TYPE_WARNING: "warning",
		ErrorType.ERROR_TYPE_SCRIPT: "script error",
		ErrorType.ERROR_TYPE_SHADER: "shader error",
	}
	var place: String = "%s:%d, %s" % [file, line, function]
	for backtrace: ScriptBacktrace in script_backtraces:
		# The engine's own place says less than the script's line that led there.
		if not file.begins_with("res://") and backtrace.get_frame_count() > 0:
			place = "%s:%d, %s" % [backtrace.get_frame_file(0), backtrace.get_frame_line(0), backtrace.get_frame_function(0)]
	var words: String = code if rationale.is_empty() else rationale
	_lock.lock()
	_entries.append("%s: %s (%s)" % [KINDS.get(error_type, "error"), words, place])
	_lock.unlock()
