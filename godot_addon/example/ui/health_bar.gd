class_name HealthBar
extends Node2D
## Shows how much of something is left, sinking smoothly.

## Width in pixels.
var width: int = 40
## From 0 to 1.
var share: float = 1.0
## Colour while there is plenty.
var color: Color = Color("5fd35a")

var _seen: float = 1.0


func _process(delta: float) -> void:
	_seen = move_toward(_seen, share, delta * 0.6)
	queue_redraw()


func _draw() -> void:
	draw_rect(Rect2(-1, -1, width + 2, 6), Ramps.INK)
	draw_rect(Rect2(0, 0, width, 4), Color("4a3a4a"))
	draw_rect(Rect2(0, 0, roundf(width * _seen), 4), Color("f4f0d0"))
	var filling: Color = color if share > 0.35 else Color("ef5a3c")
	var filled: float = roundf(width * minf(share, _seen))
	draw_rect(Rect2(0, 0, filled, 4), filling)
	draw_rect(Rect2(0, 0, filled, 1), filling.lightened(0.45))
