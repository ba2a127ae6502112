class_name Ambience
extends Node2D
## What drifts over a map: cloud shadows and butterflies, falling leaves, or sparks and drops in the dark.

const COUNT := 14

var _area: String
var _places: PackedVector2Array = []
var _phases: PackedFloat32Array = []
var _origin: Vector2
var _age: float = 0.0


func _init(area: Area, dice: RandomNumberGenerator) -> void:
	_area = area.id
	for i: int in COUNT:
		_places.append(Vector2(dice.randf_range(0, 400), dice.randf_range(0, 320)))
		_phases.append(dice.randf_range(0, TAU))


## Follows the map, so that what drifts belongs to the ground.
func look_at_map(origin: Vector2) -> void:
	_origin = origin


func _process(delta: float) -> void:
	_age += delta
	queue_redraw()


func _draw() -> void:
	match _area:
		"meadow": _draw_meadow()
		"village": _draw_village()
		_: _draw_cave()


func _place(i: int, drift: Vector2) -> Vector2:
	var at: Vector2 = _places[i] + _origin + drift * _age
	return Vector2(fposmod(at.x, 400) - 40, fposmod(at.y, 320) - 40).round()


func _draw_meadow() -> void:
	for i: int in 3:
		var at: Vector2 = _place(i, Vector2(9, 3))
		for puff: Vector3 in [Vector3(0, 0, 22), Vector3(22, 5, 16), Vector3(-20, 6, 14)]:
			draw_set_transform(at, 0, Vector2(1.5, 0.75))
			draw_circle(Vector2(puff.x, puff.y), puff.z, Color(0.08, 0.2, 0.3, 0.10))
	draw_set_transform(Vector2.ZERO)
	var wings: Array[Color] = [Color("fff4a8"), Color("ffffff"), Color("ffb0d0")]
	for i: int in range(4, 10):
		var at: Vector2 = (_place(i, Vector2(6, -2)) + Vector2(sin(_age * 1.7 + _phases[i]) * 10, cos(_age * 2.3 + _phases[i]) * 6)).round()
		var open: int = 2 if sin(_age * 14 + _phases[i]) > 0 else 1
		draw_rect(Rect2(at.x - open, at.y - 1, open, 2), wings[i % 3])
		draw_rect(Rect2(at.x + 1, at.y - 1, open, 2), wings[i % 3])
		draw_rect(Rect2(at.x, at.y - 1, 1, 3), Ramps.INK)


func _draw_village() -> void:
	for i: int in COUNT:
		var at: Vector2 = (_place(i, Vector2(-9, 15)) + Vector2(sin(_age * 2.0 + _phases[i]) * 6, 0)).round()
		var turned: bool = sin(_age * 4 + _phases[i]) > 0
		draw_rect(Rect2(at, Vector2(3, 2) if turned else Vector2(2, 3)), Ramps.AUTUMN[2 + i % 3])


func _draw_cave() -> void:
	for i: int in COUNT:
		var at: Vector2 = (_place(i, Vector2(2, -6)) + Vector2(sin(_age + _phases[i]) * 8, 0)).round()
		var glow: float = 0.5 + 0.5 * sin(_age * 2.2 + _phases[i])
		draw_rect(Rect2(at, Vector2.ONE), Color(0.6, 0.95, 1.0, glow))
	for i: int in 5:
		var fallen: float = fposmod(_age * 0.7 + _phases[i], 2.5)
		var at: Vector2 = _place(i, Vector2.ZERO)
		if fallen < 0.6:
			draw_rect(Rect2(at.x, at.y + fallen * 110 - 66, 1, 4), Color(0.6, 0.8, 1.0, 0.8))
		elif fallen < 0.9:
			draw_rect(Rect2(at.x - 3, at.y, 2, 1), Color(0.6, 0.8, 1.0, 0.7))
			draw_rect(Rect2(at.x + 2, at.y, 2, 1), Color(0.6, 0.8, 1.0, 0.7))
