extends RefCounted
## Tells when the server has to hear of new room, on one stream or on the whole connection. All that comes is read at
## once, so there always is room again.

var _size: int
var _read: int = 0


func _init(size: int) -> void:
	_size = size


## Notes that [param bytes] were read, and answers the room to tell the server of; 0 while half of the window is left.
func renew(bytes: int) -> int:
	_read += bytes
	if _read * 2 < _size:
		return 0
	var room := _read
	_read = 0
	return room
