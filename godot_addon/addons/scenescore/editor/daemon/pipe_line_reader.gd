@tool
extends RefCounted
## Reads lines from a pipe that doesn't block.
##
## A pipe knows neither its length nor its end, so the lines are split here. What a full pipe would do to the program at
## its other end, hold it up, can't happen as long as [method read] is called each frame.

## Bytes taken at once at most: what is more waits for the next frame.
const CHUNK: int = 65536
## A line is cut here, so that a program that never ends one can't fill the memory.
const LINE_AT_MOST: int = 8192

var _pipe: FileAccess
var _rest := PackedByteArray()


func _init(pipe: FileAccess) -> void:
	_pipe = pipe


## Returns the lines that have come since the last call, without their ends.
func read() -> PackedStringArray:
	var lines := PackedStringArray()
	if _pipe == null:
		return lines
	_rest.append_array(_pipe.get_buffer(CHUNK))
	var start: int = 0
	var end: int = _rest.find(0x0a)
	while end >= 0:
		lines.append(text_of(_rest.slice(start, mini(end, start + LINE_AT_MOST))))
		start = end + 1
		end = _rest.find(0x0a, start)
	_rest = _rest.slice(start)
	if _rest.size() > LINE_AT_MOST:
		lines.append(text_of(_rest.slice(0, LINE_AT_MOST)))
		_rest.clear()
	return lines


## Returns what has come after the last line's end: a program's last words may lack it.
func take_rest() -> String:
	var text: String = text_of(_rest)
	_rest.clear()
	return text


## Closes the pipe; nothing more comes.
func close() -> void:
	if _pipe != null:
		_pipe.close()
		_pipe = null


## Returns the text of bytes from a program that may not write UTF-8; Godot would put an error into the log.
static func text_of(bytes: PackedByteArray) -> String:
	return (bytes.get_string_from_utf8() if _is_utf8(bytes) else bytes.get_string_from_ascii()).trim_suffix("\r")


static func _is_utf8(bytes: PackedByteArray) -> bool:
	var follow: int = 0
	for byte: int in bytes:
		if follow > 0:
			if byte & 0xc0 != 0x80:
				return false
			follow -= 1
		elif byte == 0:
			return false
		elif byte >= 0x80:
			follow = 1 if byte & 0xe0 == 0xc0 else 2 if byte & 0xf0 == 0xe0 else 3 if byte & 0xf8 == 0xf0 else -1
			if follow < 0:
				return false
	return follow == 0
