extends RefCounted
## HPACK's dynamic table (RFC 7541, section 2.3): recent headers, which a block may refer to by number.

## The size of a header in the table, beyond the bytes of its name and its value.
const OVERHEAD: int = 32

## The largest size of the table, in bytes. Beyond it the oldest headers are removed.
var max_size: int = 4096:
	set(value):
		max_size = value
		_evict(max_size)

# Oldest first.
var _headers: Array[PackedStringArray] = []
var _sizes := PackedInt64Array()
var _size: int = 0


## Returns the number of headers.
func count() -> int:
	return _headers.size()


## Returns the header of an age; 0 is the newest.
func get_header(age: int) -> PackedStringArray:
	return _headers[-1 - age]


## Returns the age of the newest equal header; -1 where there is none.
func find(header: PackedStringArray) -> int:
	var at: int = _headers.rfind(header)
	return -1 if at < 0 else _headers.size() - 1 - at


## Adds a header; [param bytes] is the size of its name and its value. A header larger than the table empties it.
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
