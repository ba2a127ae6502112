class_name Schedule
extends RefCounted
## The autopilot's order of scenes: every kind in every area comes once before any comes again.

## What can be played.
const KINDS: PackedStringArray = ["walk", "talk", "fight"]
## How far a scene's length strays from the middle, in seconds.
const SPREAD_S := 4.0
## The middle length, in seconds.
const MIDDLE_S := 20.0

var _dice: RandomNumberGenerator
var _areas: PackedStringArray
var _fixed_s: float
var _left: Array[Turn] = []
var _last: String = ""


## One scene that is to be played.
class Turn:
	var kind: String
	var area: String
	var lasts_s: float


func _init(areas: PackedStringArray, dice: RandomNumberGenerator, fixed_s: float) -> void:
	_areas = areas
	_dice = dice
	_fixed_s = fixed_s


## The scene that comes next.
func next() -> Turn:
	if _left.is_empty():
		_deal()
	var turn: Turn = _left.pop_back()
	_last = turn.kind + turn.area
	return turn


func _deal() -> void:
	for kind: String in KINDS:
		for area: String in _areas:
			var turn := Turn.new()
			turn.kind = kind
			turn.area = area
			_left.append(turn)
	for i: int in range(_left.size() - 1, 0, -1):
		_swap(i, _dice.randi_range(0, i))
	if _left[-1].kind + _left[-1].area == _last:
		_swap(0, _left.size() - 1)
	# What one scene is longer the next is shorter: a whole round always lasts the same.
	var longer: float = 0.0
	for i: int in _left.size():
		longer = -longer if i % 2 == 1 else _dice.randf_range(-SPREAD_S, SPREAD_S)
		if i == _left.size() - 1 and i % 2 == 0:
			longer = 0.0
		_left[i].lasts_s = _fixed_s if _fixed_s > 0.0 else roundf((MIDDLE_S + longer) * 10.0) / 10.0


func _swap(one: int, other: int) -> void:
	var kept: Turn = _left[one]
	_left[one] = _left[other]
	_left[other] = kept
