extends RefCounted
## Finds gRPC's messages in the bytes of a stream: each one behind a flag (compressed or not) and four bytes of length.

const PREFIX_BYTES := 5

## The message that [method read] just completed.
var message: PackedByteArray = PackedByteArray()

## Whether [member message] was completed by the last [method read].
var is_complete: bool = false

## What is wrong with the stream; empty while all is well.
var problem: String = ""

## Whether [member problem] is a message larger than allowed.
var is_too_large: bool = false

var _max_bytes: int
var _prefix: PackedByteArray = PackedByteArray()
var _left: int = -1


func _init(max_bytes: int) -> void:
	_max_bytes = max_bytes


## [param bytes] as a message on the wire, with the prefix.
static func with_prefix(bytes: PackedByteArray) -> PackedByteArray:
	var size := bytes.size()
	var message_bytes := PackedByteArray([0, size >> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff])
	message_bytes.append_array(bytes)
	return message_bytes


## Reads on in [param buffer], at most to the end of one message, and answers where to go on from.
func read(buffer: PackedByteArray, from: int, to: int) -> int:
	is_complete = false
	if _left < 0:
		var taken := mini(PREFIX_BYTES - _prefix.size(), to - from)
		_prefix.append_array(buffer.slice(from, from + taken))
		from += taken
		if _prefix.size() < PREFIX_BYTES:
			return from
		if not _begin():
			return to
	var size := mini(_left, to - from)
	# Memory is taken as the bytes come, never on the word of the prefix.
	message.append_array(buffer.slice(from, from + size))
	_left -= size
	if _left == 0:
		_left = -1
		is_complete = true
	return from + size


## Whether the stream could end here: no message is half read.
func is_between_messages() -> bool:
	return _left < 0 and _prefix.is_empty()


func _begin() -> bool:
	_left = (_prefix[1] << 24) | (_prefix[2] << 16) | (_prefix[3] << 8) | _prefix[4]
	if _prefix[0] != 0:
		problem = "a compressed message, which the request did not allow"
	elif _left > _max_bytes:
		problem = "received message larger than max (%d vs. %d)" % [_left, _max_bytes]
		is_too_large = true
	_prefix = PackedByteArray()
	message = PackedByteArray()
	return problem.is_empty()
