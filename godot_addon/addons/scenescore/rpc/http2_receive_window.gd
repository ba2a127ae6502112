extends RefCounted
## Decides when to send a WINDOW_UPDATE, for one stream or for the whole connection. All bytes are read at once, so the
## whole window can always be renewed.

var _size: int
var _read: int = 0


func _init(size: int) -> void:
	_size = size


## Counts [param bytes] that were read. Returns the increment to send; 0 while more than half of the window is left.
func renew(bytes: int) -> int:
	_read += bytes
	if _read * 2 < _size:
		return 0
	var room := _read
	_read = 0
	return room
