@tool
extends "../dock_part.gd"
## The files that the last import couldn't read, each with the reason.

var _tree := Tree.new()
var _copy := Button.new()


func _init() -> void:
	visible = false
	size_flags_vertical = SIZE_EXPAND_FILL
	_tree.columns = 2
	_tree.hide_root = true
	_tree.select_mode = Tree.SELECT_ROW
	_tree.size_flags_vertical = SIZE_EXPAND_FILL
	_tree.custom_minimum_size.y = _Style.px(60)
	_tree.accessibility_name = "Files that couldn't be read"
	_tree.set_column_expand_ratio(1, 2)
	for column: int in 2:
		_tree.set_column_clip_content(column, true)
	add_child(_tree)
	_copy.text = "Copy List"
	_copy.size_flags_horizontal = SIZE_SHRINK_END
	_copy.pressed.connect(func() -> void: DisplayServer.clipboard_set(_text()))
	add_child(_copy)


func refresh() -> void:
	_tree.clear()
	var root: TreeItem = _tree.create_item()
	for broken: Dictionary in session.broken:
		var item: TreeItem = root.create_child()
		var file: String = broken["file"]
		item.set_text(0, file.get_file())
		item.set_icon(0, _Style.icon(self, &"FileBroken"))
		item.set_tooltip_text(0, file)
		item.set_text(1, broken["reason"])
		item.set_tooltip_text(1, broken["reason"])
		item.set_custom_color(1, _Style.dim_color(self))


func _signals() -> Array[Signal]:
	return [session.import_changed]


func _text() -> String:
	var lines := PackedStringArray()
	for broken: Dictionary in session.broken:
		lines.append("%s: %s" % [broken["file"], broken["reason"]])
	return "\n".join(lines)
