extends RefCounted
## What the server may still send, on one stream or on the whole connection, and when it has to hear of new room.

var _size: int
var _left: int
var _read: int = 0


func _init(size: int) -> void:
	_size = size
	_left = size


## Notes that [param bytes] came in, and answers whether there was room for them.
func take(bytes: int) -> bool:
	_left -= bytes
	_read += bytes
	return _left >= 0


## The new room to tell the server of; 0 while more than half of the window is left.
func renew() -> int:
	if _read * 2 < _size:
		return 0
	var room := _read
	_left += room
	_read = 0
	return room
