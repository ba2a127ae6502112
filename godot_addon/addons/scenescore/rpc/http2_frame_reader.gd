extends RefCounted
## Finds the frames in the bytes of a connection, without copying their payloads.

const Frame := preload("http2_frame.gd")

## The frame's type, one of [enum Frame.Type] or one that nobody knows.
var type: int
## Its flags.
var flags: int
## Its stream; 0 is the connection itself.
var stream: int
## Where its payload lies: in these bytes,
var buffer: PackedByteArray = PackedByteArray()
## from here
var from: int
## to before here.
var to: int = 0

## Whether the next frame is longer than this side has allowed. It cannot be read.
var is_too_long: bool = false


## Takes [param bytes] that came in. All frames before them must have been read.
func add(bytes: PackedByteArray) -> void:
	if to == buffer.size():
		buffer = bytes
	else:
		# What is left over is less than one frame, so this copies little.
		buffer = buffer.slice(to)
		buffer.append_array(bytes)
	to = 0


## Goes to the next frame; false when it is not all here.
func next() -> bool:
	var left := buffer.size() - to - Frame.HEADER_BYTES
	if left < 0:
		return false
	var size := (buffer[to] << 16) | (buffer[to + 1] << 8) | buffer[to + 2]
	is_too_long = size > Frame.MAX_PAYLOAD
	if left < size or is_too_long:
		return false
	type = buffer[to + 3]
	flags = buffer[to + 4]
	stream = Frame.u32(buffer, to + 5) & 0x7fffffff
	from = to + Frame.HEADER_BYTES
	to = from + size
	return true


## The number at [param offset] of the payload.
func u32(offset: int = 0) -> int:
	return Frame.u32(buffer, from + offset)


## Bytes of the payload, with its padding.
func size() -> int:
	return to - from
