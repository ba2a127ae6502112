extends RefCounted
## The rectangle of the game's window on the screen, for a daemon that captures the window.

## The time between two checks of the window.
const CHECK_INTERVAL_MS: int = 1000

var _region: Rect2i = Rect2i()
var _next_check_ms: int = 0


## Returns the window's rectangle without its frame, in physical pixels from the top left of the desktop.
func current() -> Rect2i:
	_region = Rect2i(DisplayServer.window_get_position(), DisplayServer.window_get_size())
	return _region


## Whether the window has moved or changed its size since the last [method current].
func has_changed() -> bool:
	if Time.get_ticks_msec() < _next_check_ms:
		return false
	_next_check_ms = Time.get_ticks_msec() + CHECK_INTERVAL_MS
	return _region != Rect2i(DisplayServer.window_get_position(), DisplayServer.window_get_size())
