@tool
extends RefCounted
## Reads lines from a non-blocking pipe.
##
## A pipe tells neither its length nor its end, so this class splits the lines itself. Call [method read] each frame: a
## full pipe would block the program at its other end.

## The most bytes that one call reads; the rest is read in the next frame.
const MAX_READ_BYTES: int = 65536
## Longer lines are cut, so that a program that never ends a line can't fill the memory.
const MAX_LINE_BYTES: int = 8192

var _pipe: FileAccess
var _rest := PackedByteArray()


func _init(pipe: FileAccess) -> void:
	_pipe = pipe


## Returns the lines that have arrived since the last call, without their line ends.
func read() -> PackedStringArray:
	var lines := PackedStringArray()
	if _pipe == null:
		return lines
	_rest.append_array(_pipe.get_buffer(MAX_READ_BYTES))
	var start: int = 0
	var end: int = _rest.find(0x0a)
	while end >= 0:
		lines.append(text_of(_rest.slice(start, mini(end, start + MAX_LINE_BYTES))))
		start = end + 1
		end = _rest.find(0x0a, start)
	_rest = _rest.slice(start)
	if _rest.size() > MAX_LINE_BYTES:
		lines.append(text_of(_rest.slice(0, MAX_LINE_BYTES)))
		_rest.clear()
	return lines


## Returns what has arrived after the last line end, and forgets it: a program's last line may lack its end.
func drain() -> String:
	var text: String = text_of(_rest)
	_rest.clear()
	return text


## Closes the pipe.
func close() -> void:
	if _pipe != null:
		_pipe.close()
		_pipe = null


## Returns the bytes as text, also where the program doesn't write UTF-8. (Godot's own decoder would log an error.)
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
