extends "test_case.gd"
## The dock with a session that a test fills by hand. A test finds parts by their text or by their screen reader name.

const Panel_ := preload("../addons/scenescore/editor/dock/dock_panel.gd")
const SessionToShow := preload("dock_session.gd")
const Session := preload("../addons/scenescore/editor/session/editor_session.gd")
const Cue := preload("../addons/scenescore/runtime/cue.gd")

var session: SessionToShow
var panel: Panel_


func before_each() -> void:
	session = SessionToShow.new()
	panel = Panel_.new()
	panel.setup(session)
	panel.size = Vector2(1100, 360)
	add_child(panel)
	await settle()


func after_each() -> void:
	remove_child(panel)
	panel.free()
	session.free()


# Waits for deferred calls, layouts and redraws.
func settle() -> void:
	for i: int in 3:
		await get_tree().process_frame


func show_stage(stage: int, action: int, button: String) -> void:
	session.stage = stage as Session.Stage
	session.action = action as Session.Action
	session.button_text = button
	session.tell_all()
	await settle()


# Returns the visible control with this text, or with this name for screen readers.
func find(words: String) -> Control:
	for control: Control in panel.find_children("*", "Control", true, false):
		if control.is_visible_in_tree() and (control.accessibility_name == words or control.get(&"text") == words):
			return control
	return null


func find_by_tooltip(words: String) -> Control:
	for control: Control in panel.find_children("*", "Control", true, false):
		if control.is_visible_in_tree() and control.tooltip_text == words:
			return control
	return null


func words_of(control: Control) -> String:
	if not control.accessibility_name.is_empty():
		return control.accessibility_name
	if control is TabBar:
		return "the tabs"
	var text: String = control.get(&"text") if control.get(&"text") is String else ""
	return text


func press(words: String) -> void:
	var button := find(words) as Button
	check(button != null and not button.disabled, "“%s” can be pressed" % words)
	if button.toggle_mode:
		button.button_pressed = not button.button_pressed
	button.pressed.emit()


func type(field: LineEdit, text: String) -> void:
	field.text = text
	field.text_changed.emit(text)


func hit(key: Key, shift: bool = false) -> void:
	for down: bool in [true, false]:
		var event := InputEventKey.new()
		event.keycode = key
		event.shift_pressed = shift
		event.pressed = down
		get_viewport().push_input(event)
	await settle()


func open(tab: String) -> void:
	var tabs: TabContainer = panel.find_children("*", "TabContainer", true, false)[0]
	for i: int in tabs.get_tab_count():
		if tabs.get_tab_title(i) == tab:
			tabs.current_tab = i
			return
	check(false, "there is no tab “%s”" % tab)


# Returns the titles of the ranking, best first.
func ranking() -> Array[String]:
	var result: Array[String] = []
	for button: Button in panel.find_children("*", "Button", true, false):
		if button.accessibility_name.begins_with("Listen to “"):
			result.append(button.accessibility_name.trim_prefix("Listen to “").trim_suffix("”"))
	return result


func shown_rows(tree: Tree) -> Array[TreeItem]:
	return tree.get_root().get_children().filter(func(item: TreeItem) -> bool: return item.visible)
