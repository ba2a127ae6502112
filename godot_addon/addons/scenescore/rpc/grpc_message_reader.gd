extends RefCounted
## Reads gRPC messages from the bytes of a stream. Each has a prefix of a flag (compressed or not) and four bytes of length.

const PREFIX_BYTES := 5

## The message that [method read] has completed.
var message: PackedByteArray

## What is wrong with the stream; empty while nothing is.
var problem: String = ""

## Whether the problem is a message that is too large.
var is_too_large: bool = false

var _max_bytes: int
# The unfinished prefix or message of the last DATA frame.
var _part: StreamPeerBuffer = StreamPeerBuffer.new()
# The missing bytes of the current message; -1 before its prefix.
var _missing: int = -1


func _init(max_bytes: int) -> void:
	_max_bytes = max_bytes
	_part.big_endian = true


## Returns a message with its prefix.
static func with_prefix(bytes: PackedByteArray) -> StreamPeerBuffer:
	var prefixed := StreamPeerBuffer.new()
	prefixed.big_endian = true
	prefixed.put_u8(0)
	prefixed.put_u32(bytes.size())
	if not bytes.is_empty():
		prefixed.put_data(bytes)
	prefixed.seek(0)
	return prefixed


## Reads [param bytes] up to [param to], at most to the end of one message. Returns whether [member message] is complete.
func read(bytes: StreamPeerBuffer, to: int) -> bool:
	if _missing < 0:
		_store(bytes, mini(PREFIX_BYTES - _part.get_size(), to - bytes.get_position()))
		if _part.get_size() < PREFIX_BYTES or not _begin():
			return false
	var size := mini(_missing, to - bytes.get_position())
	_missing -= size
	if _missing > 0:
		# Allocate memory as bytes arrive, not as the prefix announces them.
		_store(bytes, size)
		return false
	_missing = -1
	if _part.get_size() > 0:
		_store(bytes, size)
		message = _part.data_array
		_part.clear()
	else:
		message = bytes.get_data(size)[1] if size > 0 else PackedByteArray()
	return true


## Whether no message is half read, so that the stream may end.
func is_between_messages() -> bool:
	return _missing < 0 and _part.get_size() == 0


func _begin() -> bool:
	_part.seek(0)
	var is_compressed := _part.get_u8() != 0
	_missing = _part.get_u32()
	_part.clear()
	if is_compressed:
		problem = "a compressed message, which the request did not allow"
	elif _missing > _max_bytes:
		problem = "received message larger than max (%d vs. %d)" % [_missing, _max_bytes]
		is_too_large = true
	return problem.is_empty()


func _store(bytes: StreamPeerBuffer, size: int) -> void:
	if size > 0:
		var part: PackedByteArray = bytes.get_data(size)[1]
		_part.put_data(part)
