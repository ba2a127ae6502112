extends RefCounted
## The time for music: real time, independent of the game's time scale. While Godot records a film, it is the film's time.

## The longest step: when the game stalls, a fade takes longer instead of jumping.
const MAX_STEP_S: float = 0.1

var _last_us: int = 0
var _film_scale: float = 0.0
var _film_step_s: float = 0.0


## Starts the clock.
func start() -> void:
	_last_us = Time.get_ticks_usec()


## Returns the seconds since the last step. [param delta] is the frame's length in the game's own time.
func step_s(delta: float) -> float:
	var now_us := Time.get_ticks_usec()
	var passed_s := (now_us - _last_us) / 1e6
	_last_us = now_us
	return minf(_film_step(delta) if OS.has_feature("movie") else passed_s, MAX_STEP_S)


# The frames of a film have equal lengths, however long they take to render.
func _film_step(delta: float) -> float:
	# In the frame that changes the time scale, delta may still have the old one.
	if Engine.time_scale == _film_scale and _film_scale > 0.0:
		_film_step_s = delta / _film_scale
	_film_scale = Engine.time_scale
	return _film_step_s
