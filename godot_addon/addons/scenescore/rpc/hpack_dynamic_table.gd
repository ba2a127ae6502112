extends RefCounted
## The headers that two HPACK peers have exchanged lately, which then go by number (RFC 7541, section 2.3).

## What a header counts beyond the bytes of its name and its value.
const OVERHEAD: int = 32

## How many bytes the table may take: what is too much goes, oldest first.
var max_size: int = 4096:
	set(value):
		max_size = value
		_evict(max_size)

# Oldest first.
var _headers: Array[PackedStringArray] = []
var _sizes := PackedInt64Array()
var _size: int = 0


## How many headers are there.
func count() -> int:
	return _headers.size()


## The header that came as the last but [param age].
func get_header(age: int) -> PackedStringArray:
	return _headers[-1 - age]


## The age of the newest header that is the same, or -1.
func find(header: PackedStringArray) -> int:
	var at: int = _headers.rfind(header)
	return -1 if at < 0 else _headers.size() - 1 - at


## Adds a header; [param bytes] are those of its name and its value. One larger than the table empties it.
func add(header: PackedStringArray, bytes: int) -> void:
	var size: int = bytes + OVERHEAD
	_evict(max_size - size)
	if size > max_size:
		return
	_headers.append(header)
	_sizes.append(size)
	_size += size


func _evict(down_to: int) -> void:
	while _size > down_to and not _headers.is_empty():
		_size -= _sizes[0]
		_sizes.remove_at(0)
		_headers.pop_front()
