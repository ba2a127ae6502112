extends RefCounted
## Finds the frames in the bytes of a connection.

const _Frame := preload("http2_frame.gd")

## The frame's type, one of [enum Frame.Type] or one that nobody knows.
var type: int
## Its flags.
var flags: int
## Its stream; 0 is the connection itself.
var stream: int
## Its payload: from where this stands
var bytes: StreamPeerBuffer = StreamPeerBuffer.new()
## to before here, padding included.
var to: int = 0
## How much that is.
var size: int

## Whether the next frame is longer than this side has allowed. It cannot be read.
var is_too_long: bool = false


func _init() -> void:
	bytes.big_endian = true


## Takes [param more] that came in. All whole frames before them must have been read.
func add(more: PackedByteArray) -> void:
	var left := bytes.get_size() - to
	if left == 0:
		bytes.data_array = more
	else:
		# Less than one frame, so this copies little.
		bytes.seek(to)
		var rest := take(left)
		bytes.data_array = rest
		bytes.seek(left)
		bytes.put_data(more)
	to = 0


## Goes to the next frame; false when it is not all here.
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


## Goes past the length of the padding in a DATA or HEADERS frame, and answers where the padding begins; -1 when it would
## take more than the frame has.
func skip_padding() -> int:
	if not flags & _Frame.FLAG_PADDED:
		return to
	if size == 0:
		return -1
	var padding := bytes.get_u8()
	return to - padding if padding < size else -1


## The next [param count] bytes.
func take(count: int) -> PackedByteArray:
	# Much faster than a slice, which copies one by one.
	return bytes.get_data(count)[1] if count > 0 else PackedByteArray()
