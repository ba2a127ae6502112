class_name WalkPilot
extends Controls
## Walks about: picks a far place, goes there, looks around for a moment, and picks the next.

var _scene: WalkScene
var _dice: RandomNumberGenerator
var _way: Array[Vector2i] = []
var _rest: float = 0.6


func _init(scene: WalkScene, dice: RandomNumberGenerator) -> void:
	_scene = scene
	_dice = dice


func think(delta: float) -> void:
	_rest -= delta
	if _rest <= 0.0 and _way.is_empty() and not _scene.hero.is_walking():
		_choose()


func direction() -> Vector2i:
	if _way.is_empty():
		return Vector2i.ZERO
	var next: Vector2i = _way[0]
	if not _scene.map.is_free(next):
		_way.clear()
		return Vector2i.ZERO
	_way.remove_at(0)
	if _way.is_empty():
		_rest = _dice.randf_range(0.3, 1.0)
	return next - _scene.hero.tile


func accepts() -> bool:
	return false


func menu_step() -> int:
	return 0


func _choose() -> void:
	var size: Vector2i = _scene.area.size()
	for attempt: int in 30:
		var goal := Vector2i(_dice.randi_range(1, size.x - 2), _dice.randi_range(1, size.y - 2))
		if _scene.map.is_free(goal) and (goal - _scene.hero.tile).length() > 7.0:
			_way = _scene.map.route(_scene.hero.tile, goal)
			if _way.size() > 4:
				return
	_way.clear()
	_rest = 0.5
