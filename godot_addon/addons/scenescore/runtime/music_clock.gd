extends RefCounted
## The time that music keeps to: the clock's, whatever the game does with its own; in a film that is written, the film's.

# What one step may be at most: when the game stalls, a fade takes longer instead of jumping.
const LONGEST_STEP_S: float = 0.1

var _last_us: int = 0
var _film_scale: float = 0.0
var _film_step_s: float = 0.0


## Begins to count from now.
func start() -> void:
	_last_us = Time.get_ticks_usec()


## Returns the seconds since the last step, for a frame that took [param delta] in the game's own time.
func step_s(delta: float) -> float:
	var now_us := Time.get_ticks_usec()
	var passed_s := (now_us - _last_us) / 1e6
	_last_us = now_us
	return minf(_film_step(delta) if OS.has_feature("movie") else passed_s, LONGEST_STEP_S)


# The clock says nothing of a film that is written: its frames last equally long, however long they take to make.
func _film_step(delta: float) -> float:
	# In the frame that changes the time scale the old one may still be in delta.
	if Engine.time_scale == _film_scale and _film_scale > 0.0:
		_film_step_s = delta / _film_scale
	_film_scale = Engine.time_scale
	return _film_step_s
