extends RefCounted
## The header block that is coming in: one HEADERS frame and the CONTINUATION frames that belong to it.

const _Frame := preload("http2_frame.gd")
const _FrameReader := preload("http2_frame_reader.gd")

const MAX_BYTES := 65536
const PRIORITY_BYTES := 5

## The stream whose headers these are; 0 while no block is open.
var stream: int = 0

## Whether the stream ends with these headers.
var ends_stream: bool = false

## The block, still compressed.
var bytes: PackedByteArray = PackedByteArray()

## Whether the block is whole.
var is_complete: bool = false


## Opens a block with a HEADERS frame, and answers whether that made sense.
func begin(frame: _FrameReader) -> bool:
	var to := frame.skip_padding()
	var from := frame.bytes.get_position() + (PRIORITY_BYTES if frame.flags & _Frame.FLAG_PRIORITY else 0)
	if from > to:
		return false
	frame.bytes.seek(from)
	stream = frame.stream
	ends_stream = frame.flags & _Frame.FLAG_END_STREAM != 0
	bytes = frame.take(to - from)
	_end_with(frame)
	return true


## Adds a CONTINUATION frame, and answers whether the block still has a reasonable size.
func go_on(frame: _FrameReader) -> bool:
	bytes.append_array(frame.take(frame.size))
	_end_with(frame)
	return bytes.size() <= MAX_BYTES


func _end_with(frame: _FrameReader) -> void:
	is_complete = frame.flags & _Frame.FLAG_END_HEADERS != 0
	if is_complete:
		stream = 0
