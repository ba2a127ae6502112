class_name FrameBox
extends Node2D
## A panel with a golden frame, for text and menus.

var _size: Vector2


func _init(place: Rect2) -> void:
	position = place.position
	_size = place.size


func _draw() -> void:
	draw_rect(Rect2(1, 1, _size.x, _size.y), Color(0, 0, 0, 0.4))
	draw_rect(Rect2(Vector2.ZERO, _size), Ramps.INK)
	draw_rect(Rect2(Vector2.ONE, _size - Vector2(2, 2)), Ramps.GOLD[2])
	draw_rect(Rect2(Vector2(2, 2), _size - Vector2(4, 4)), Ramps.GOLD[0])
	var inside := Rect2(Vector2(3, 3), _size - Vector2(6, 6))
	for y: int in int(inside.size.y):
		var down: float = y / inside.size.y
		draw_rect(Rect2(inside.position + Vector2(0, y), Vector2(inside.size.x, 1)), Color("2c2f72").lerp(Color("17163f"), down))
	for corner: Vector2 in [Vector2.ZERO, Vector2(_size.x - 4, 0), Vector2(0, _size.y - 4), _size - Vector2(4, 4)]:
		draw_rect(Rect2(corner, Vector2(4, 4)), Ramps.GOLD[3])
		draw_rect(Rect2(corner + Vector2.ONE, Vector2(2, 2)), Ramps.GOLD[1])
