extends RefCounted
## Splits the bytes of a connection into frames.

const _Frame := preload("http2_frame.gd")

## The frame's type, one of [enum Frame.Type] or an unknown type.
var type: int
## The frame's flags.
var flags: int
## The frame's stream; 0 is the connection itself.
var stream: int
## The bytes of the connection. The frame's payload starts at their position and ends before [member to].
var bytes: StreamPeerBuffer = StreamPeerBuffer.new()
## The end of the payload, with padding.
var to: int = 0
## The size of the payload.
var size: int

## Whether the next frame is longer than allowed, so that it can't be read.
var is_too_long: bool = false


func _init() -> void:
	bytes.big_endian = true


## Adds bytes that have arrived. All complete frames must have been read before.
func add(more: PackedByteArray) -> void:
	var left := bytes.get_size() - to
	if left == 0:
		bytes.data_array = more
	else:
		# Less than one frame is copied.
		bytes.seek(to)
		var rest := read_bytes(left)
		bytes.data_array = rest
		bytes.seek(left)
		bytes.put_data(more)
	to = 0


## Reads the next frame. Returns false when it is not complete yet.
func next() -> bool:
	var left := bytes.get_size() - to - _Frame.HEADER_BYTES
	if left < 0:
		return false
	bytes.seek(to)
	size = (bytes.get_u16() << 8) | bytes.get_u8()
	is_too_long = size > _Frame.MAX_PAYLOAD
	if left < size or is_too_long:
		return false
	type = bytes.get_u8()
	flags = bytes.get_u8()
	stream = bytes.get_u32() & 0x7fffffff
	to += _Frame.HEADER_BYTES + size
	return true


## Skips the padding length of a DATA or HEADERS frame. Returns the start of the padding; -1 when it is longer than the
## frame.
func skip_padding() -> int:
	if not flags & _Frame.FLAG_PADDED:
		return to
	if size == 0:
		return -1
	var padding := bytes.get_u8()
	return to - padding if padding < size else -1


## Reads and returns the next [param count] bytes.
func read_bytes(count: int) -> PackedByteArray:
	# Much faster than slice(), which copies byte by byte.
	return bytes.get_data(count)[1] if count > 0 else PackedByteArray()
