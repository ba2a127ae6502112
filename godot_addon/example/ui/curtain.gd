class_name Curtain
extends CanvasLayer
## Darkens the picture between two scenes.

## How long it takes to close, and again to open.
const CLOSES_S := 0.35

var _cloth := ColorRect.new()
var _closing: Callable


func _init() -> void:
	layer = 10
	_cloth.color = Color(0.02, 0.01, 0.06, 1.0)
	_cloth.set_anchors_preset(Control.PRESET_FULL_RECT)
	_cloth.mouse_filter = Control.MOUSE_FILTER_IGNORE
	add_child(_cloth)


## Whether the curtain is on its way to closing.
func is_closing() -> bool:
	return _closing.is_valid()


## Closes, calls [param behind] while nothing is seen, and opens again.
func change(behind: Callable) -> void:
	_closing = behind


func _process(delta: float) -> void:
	var goal: float = 1.0 if is_closing() else 0.0
	_cloth.color.a = move_toward(_cloth.color.a, goal, delta / CLOSES_S)
	if is_closing() and _cloth.color.a >= 1.0:
		var behind: Callable = _closing
		_closing = Callable()
		behind.call()
