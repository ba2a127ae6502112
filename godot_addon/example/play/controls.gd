class_name Controls
extends RefCounted
## What is done in a scene: by the keyboard, or by the autopilot that overrides these methods.


## Called once a frame, before the others.
func think(_delta: float) -> void:
	pass


## Where to walk; zero to stand.
func direction() -> Vector2i:
	for key: Array in [[KEY_LEFT, KEY_A, Vector2i.LEFT], [KEY_RIGHT, KEY_D, Vector2i.RIGHT], [KEY_UP, KEY_W, Vector2i.UP], [KEY_DOWN, KEY_S, Vector2i.DOWN]]:
		if Input.is_physical_key_pressed(key[0]) or Input.is_physical_key_pressed(key[1]):
			return key[2]
	return Vector2i.ZERO


## Whether something is accepted just now: read on, talk, attack.
func accepts() -> bool:
	return Input.is_action_just_pressed("ui_accept")


## How far to move in a menu just now: -1, 0 or 1.
func menu_step() -> int:
	return int(Input.is_action_just_pressed("ui_down")) - int(Input.is_action_just_pressed("ui_up"))
