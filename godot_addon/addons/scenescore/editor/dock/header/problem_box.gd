@tool
extends "../dock_part.gd"
## Shows what is wrong, as text that can be selected and copied.

## The box shows this many lines; it scrolls to the others.
const MAX_LINES: int = 3

var _box := PanelContainer.new()
var _icon := TextureRect.new()
var _text := RichTextLabel.new()
var _copy: Button


func _init() -> void:
	add_child(_box)
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(8))
	_box.add_child(row)
	_icon.stretch_mode = TextureRect.STRETCH_KEEP
	_icon.size_flags_vertical = SIZE_SHRINK_CENTER
	row.add_child(_icon)
	_text.selection_enabled = true
	_text.context_menu_enabled = true
	_text.focus_mode = FOCUS_ALL
	_text.size_flags_horizontal = SIZE_EXPAND_FILL
	_text.size_flags_vertical = SIZE_SHRINK_CENTER
	_text.accessibility_name = "What is wrong"
	_text.accessibility_live = DisplayServer.LIVE_ASSERTIVE
	row.add_child(_text)
	_copy = Button.new()
	_copy.text = "Copy"
	_copy.tooltip_text = "Copy this text, to search for it or to send it to somebody."
	_copy.size_flags_vertical = SIZE_SHRINK_CENTER
	_copy.pressed.connect(func() -> void: DisplayServer.clipboard_set(_text_to_show()))
	row.add_child(_copy)
	_text.resized.connect(_fit_height)


## Updates the box, and hides it when nothing is wrong.
func refresh() -> void:
	var text: String = _text_to_show()
	visible = not text.is_empty()
	if _text.text != text:
		_text.text = text
		_fit_height()


func _signals() -> Array[Signal]:
	return [session.changed, session.import_changed]


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden part gets no refresh, so show it first.
	visible = visible or not _text_to_show().is_empty()
	super()


func _text_to_show() -> String:
	if session == null:
		return ""
	var parts: PackedStringArray = []
	for part: String in [session.problem, session.notice, session.import_problem]:
		if not part.strip_edges().is_empty() and part.strip_edges() not in parts:
			parts.append(part.strip_edges())
	return "\n".join(parts)


func _apply_theme() -> void:
	_icon.texture = _Style.icon(self, &"StatusWarning")
	var style := StyleBoxFlat.new()
	style.bg_color = Color(_Style.color(self, &"warning_color"), 0.1)
	style.border_color = _Style.color(self, &"warning_color")
	style.border_width_left = _Style.px(3)
	style.set_corner_radius_all(_Style.px(3))
	style.set_content_margin_all(_Style.px(3))
	style.content_margin_left = _Style.px(8)
	_box.add_theme_stylebox_override(&"panel", style)
	_text.add_theme_stylebox_override(&"normal", StyleBoxEmpty.new())
	_fit_height()


# Fits the height to the text, up to [constant MAX_LINES].
func _fit_height() -> void:
	var lines: int = _text.get_line_count()
	var wanted_height: float = _text.get_line_offset(MAX_LINES) if lines > MAX_LINES else float(_text.get_content_height())
	if not is_equal_approx(_text.custom_minimum_size.y, wanted_height):
		_text.custom_minimum_size.y = ceilf(wanted_height)
