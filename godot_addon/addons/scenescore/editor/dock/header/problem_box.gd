@tool
extends "../dock_part.gd"
## What is wrong, in the words of who noticed it, to be read and copied.

const LINES_AT_MOST: int = 3

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
	_copy.tooltip_text = "Copy these words, to search for them or to send them to somebody."
	_copy.size_flags_vertical = SIZE_SHRINK_CENTER
	_copy.pressed.connect(func() -> void: DisplayServer.clipboard_set(_words()))
	row.add_child(_copy)
	_text.resized.connect(_fit_height)


## Fills the box, and hides it when all is well.
func refresh() -> void:
	var words: String = _words()
	visible = not words.is_empty()
	if _text.text != words:
		_text.text = words
		_fit_height()


func _signals() -> Array[Signal]:
	return [session.changed, session.import_changed]


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden box must hear too that there is something to show.
	visible = visible or not _words().is_empty()
	super()


func _words() -> String:
	if session == null:
		return ""
	var words: PackedStringArray = []
	for said: String in [session.problem, session.notice, session.import_problem]:
		if not said.strip_edges().is_empty() and said.strip_edges() not in words:
			words.append(said.strip_edges())
	return "\n".join(words)


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


# As high as the words, up to a few lines; more is scrolled to.
func _fit_height() -> void:
	var lines: int = _text.get_line_count()
	var wished: float = _text.get_line_offset(LINES_AT_MOST) if lines > LINES_AT_MOST else float(_text.get_content_height())
	if not is_equal_approx(_text.custom_minimum_size.y, wished):
		_text.custom_minimum_size.y = ceilf(wished)
