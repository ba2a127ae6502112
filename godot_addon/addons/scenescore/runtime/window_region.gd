extends RefCounted
## Where the game's window is on the screen, for a daemon that captures it.

## From one look at where the window is to the next.
const LOOK_EVERY_MS: int = 1000

var _region: Rect2i = Rect2i()
var _next_look_ms: int = 0


## Returns the window's rectangle without its frame, in physical pixels from the top left of the desktop.
func now() -> Rect2i:
	_region = Rect2i(DisplayServer.window_get_position(), DisplayServer.window_get_size())
	return _region


## Whether the window has been moved or resized since [method now] was asked.
func has_changed() -> bool:
	if Time.get_ticks_msec() < _next_look_ms:
		return false
	_next_look_ms = Time.get_ticks_msec() + LOOK_EVERY_MS
	return _region != Rect2i(DisplayServer.window_get_position(), DisplayServer.window_get_size())
