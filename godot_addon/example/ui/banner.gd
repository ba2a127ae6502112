class_name Banner
extends Node2D
## Shows the name of an area for a moment.

const SHOWN_S := 2.6

var _age: float = 0.0
var _width: int


func _init(title: String) -> void:
	_width = Glyphs.width_of(title)
	position = Vector2((320 - _width) / 2, 22)
	add_child(PixelText.at(Vector2.ZERO, title))


func _process(delta: float) -> void:
	_age += delta
	modulate.a = clampf(minf(_age * 3.0, (SHOWN_S - _age) * 2.0), 0.0, 1.0)


func _draw() -> void:
	draw_rect(Rect2(-14, -5, _width + 28, 17), Color(0.08, 0.06, 0.2, 0.72))
	draw_rect(Rect2(-14, -5, _width + 28, 1), Ramps.GOLD[2])
	draw_rect(Rect2(-14, 11, _width + 28, 1), Ramps.GOLD[2])
