@tool
extends "../editor_driver/plugin.gd"
## Lets `make_godot_pictures.py` drive the editor: beside what the tests' driver does, it moves and presses what a user sees.


func _editor(word: String) -> Variant:
	var rest: String = word.get_slice(": ", 1)
	match word.get_slice(": ", 0):
		"fill screen":
			# Without a window manager the editor takes itself for maximised.
			get_window().mode = Window.MODE_WINDOWED
			get_window().position = Vector2i.ZERO
			get_window().size = DisplayServer.screen_get_size()
		"height":
			_drag_to_height(rest.to_float())
		"height is":
			return _dock().size.y
		"tab":
			return _open_tab(rest)
		"place":
			var place: Rect2i = _place_of(rest)
			return [place.position.x, place.position.y, place.size.x, place.size.y]
		"main screen":
			EditorInterface.set_main_screen_editor(rest)
		_:
			return super(word)
	return true


# As a user would: the bar above the dock is dragged.
func _drag_to_height(height: float) -> void:
	var split := _dock() as Node
	while not (split is SplitContainer and (split as SplitContainer).vertical and split.get_child_count() > 1):
		split = split.get_parent()
	var bar: Control = (split as SplitContainer).get_drag_area_controls()[0]
	var from: Vector2 = bar.get_global_rect().get_center()
	var to: Vector2 = from - Vector2(0, height - _dock().size.y)
	_mouse_button(from, true)
	var motion := InputEventMouseMotion.new()
	motion.position = to
	motion.global_position = to
	motion.relative = to - from
	motion.button_mask = MOUSE_BUTTON_MASK_LEFT
	_dock().get_viewport().push_input(motion)
	_mouse_button(to, false)


func _mouse_button(at: Vector2, down: bool) -> void:
	var event := InputEventMouseButton.new()
	event.position = at
	event.global_position = at
	event.button_index = MOUSE_BUTTON_LEFT
	event.button_mask = MOUSE_BUTTON_MASK_LEFT if down else 0 as MouseButtonMask
	event.pressed = down
	_dock().get_viewport().push_input(event)


func _open_tab(title: String) -> bool:
	for node: Node in _dock().find_children("*", "TabContainer", true, false):
		var tabs := node as TabContainer
		for i: int in tabs.get_tab_count():
			if tabs.get_tab_title(i).begins_with(title):
				tabs.current_tab = i
				return true
	return false


# Where something is on the screen.
func _place_of(what: String) -> Rect2i:
	var control: Control = _dock()
	if what == "bottom panel":
		control = _dock().get_parent() as Control
	var place := Rect2i(control.get_global_rect())
	place.position += control.get_window().position
	return place
