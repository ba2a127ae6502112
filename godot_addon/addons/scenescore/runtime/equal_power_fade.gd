@tool
extends RefCounted
## How power goes over from the pieces that leave to the one that comes: sin² for it, cos² for them, together always 1.
##
## It may begin anywhere on that way, so that a piece that was on its way out can turn back without a step.

var _start_angle: float = 0.0
var _elapsed_s: float = 0.0
var _in_s: float = 0.0
var _out_s: float = 0.0


## Begins a fade of [param seconds] for a piece that has [param power] already. [param attack_s], unless negative, is how
## long the coming piece takes instead.
func begin(power: float, seconds: float, attack_s: float = -1.0) -> void:
	_elapsed_s = 0.0
	_start_angle = asin(sqrt(clampf(power, 0.0, 1.0)))
	# Who turns back in the middle has only that way to go.
	_out_s = seconds * (1.0 - _start_angle / (PI / 2.0))
	_in_s = attack_s if attack_s >= 0.0 else _out_s


## Lets time pass.
func advance(seconds: float) -> void:
	_elapsed_s += seconds


## Returns the coming piece's power.
func power_in() -> float:
	return pow(sin(_angle(_in_s)), 2.0)


## Returns which part of their power the leaving pieces still have.
func share_out() -> float:
	return 0.0 if is_out() else pow(cos(_angle(_out_s)) / cos(_start_angle), 2.0)


## Whether the leaving pieces are gone.
func is_out() -> bool:
	return _elapsed_s >= _out_s


## Whether nothing changes any more.
func is_over() -> bool:
	return is_out() and _elapsed_s >= _in_s


func _angle(length_s: float) -> float:
	return lerpf(_start_angle, PI / 2.0, minf(_elapsed_s / length_s, 1.0)) if length_s > 0.0 else PI / 2.0
