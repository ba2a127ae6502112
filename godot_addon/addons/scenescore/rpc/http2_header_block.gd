extends RefCounted
## A header block that is being received: a HEADERS frame and its CONTINUATION frames.

const _Frame := preload("http2_frame.gd")
const _FrameReader := preload("http2_frame_reader.gd")

## The largest block that is accepted.
const MAX_BYTES := 65536
const PRIORITY_BYTES := 5

## The stream of the headers; 0 while no block is open.
var stream: int = 0

## Whether the stream ends with these headers.
var ends_stream: bool = false

## The compressed block.
var bytes: PackedByteArray = PackedByteArray()

## Whether the block is complete.
var is_complete: bool = false


## Opens a block with a HEADERS frame. Returns whether the frame is valid.
func begin(frame: _FrameReader) -> bool:
	var to := frame.skip_padding()
	var from := frame.bytes.get_position() + (PRIORITY_BYTES if frame.flags & _Frame.FLAG_PRIORITY else 0)
	if from > to:
		return false
	frame.bytes.seek(from)
	stream = frame.stream
	ends_stream = frame.flags & _Frame.FLAG_END_STREAM != 0
	bytes = frame.read_bytes(to - from)
	_end_with(frame)
	return true


## Adds a CONTINUATION frame. Returns whether the block is within [constant MAX_BYTES].
func add_continuation(frame: _FrameReader) -> bool:
	bytes.append_array(frame.read_bytes(frame.size))
	_end_with(frame)
	return bytes.size() <= MAX_BYTES


func _end_with(frame: _FrameReader) -> void:
	is_complete = frame.flags & _Frame.FLAG_END_HEADERS != 0
	if is_complete:
		stream = 0
