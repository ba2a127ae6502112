@tool
extends RefCounted
## An equal-power crossfade: sin² for the incoming piece and cos² for the outgoing pieces, which always add up to 1.
##
## A fade may start at any power, so that a piece that is fading out can fade in again without a step.

var _start_angle: float = 0.0
var _elapsed_s: float = 0.0
var _in_s: float = 0.0
var _out_s: float = 0.0


## Starts a fade of [param seconds] for a piece that already has [param power]. Unless negative, [param attack_s] is the
## length of the incoming piece's fade instead.
func begin(power: float, seconds: float, attack_s: float = -1.0) -> void:
	_elapsed_s = 0.0
	_start_angle = asin(sqrt(clampf(power, 0.0, 1.0)))
	# A piece that already has power needs only the rest of the fade.
	_out_s = seconds * (1.0 - _start_angle / (PI / 2.0))
	_in_s = attack_s if attack_s >= 0.0 else _out_s


## Advances the fade.
func advance(seconds: float) -> void:
	_elapsed_s += seconds


## Returns the incoming piece's power.
func power_in() -> float:
	return pow(sin(_angle(_in_s)), 2.0)


## Returns the share of their power that the outgoing pieces still have.
func share_out() -> float:
	return 0.0 if is_out() else pow(cos(_angle(_out_s)) / cos(_start_angle), 2.0)


## Whether the outgoing pieces are silent.
func is_out() -> bool:
	return _elapsed_s >= _out_s


## Whether the fade is complete.
func is_over() -> bool:
	return is_out() and _elapsed_s >= _in_s


func _angle(length_s: float) -> float:
	return lerpf(_start_angle, PI / 2.0, minf(_elapsed_s / length_s, 1.0)) if length_s > 0.0 else PI / 2.0
