@tool
extends RefCounted
## Pauses music with a short fade.

## The length of the fade, in seconds.
const FADE_S: float = 0.15

## Whether the music is paused.
var is_paused: bool = false
## The gain of the fade, 0 to 1.
var gain: float = 1.0


## Advances the fade.
func advance(step_s: float) -> void:
	gain = move_toward(gain, _target_gain(), step_s / FADE_S)


## Ends the fade at once.
func finish() -> void:
	gain = _target_gain()


## Whether the music is paused and silent.
func is_on_hold() -> bool:
	return is_paused and gain == 0.0


## Whether the fade is under way.
func is_fading() -> bool:
	return gain != _target_gain()


func _target_gain() -> float:
	return 0.0 if is_paused else 1.0
