@tool
extends Control
## How well a piece fits, as a bar and a number: a longer bar is a better match.

const _Style := preload("../dock_style.gd")

## The fit, 0 to 1; negative for none.
var fit: float = -1.0:
	set(value):
		if fit != value:
			fit = value
			queue_redraw()
## Whether the bar has the accent colour.
var is_highlighted: bool = false:
	set(value):
		if is_highlighted != value:
			is_highlighted = value
			queue_redraw()


func _init() -> void:
	mouse_filter = MOUSE_FILTER_PASS
	custom_minimum_size = Vector2(_Style.px(86), _Style.px(16))
	size_flags_vertical = SIZE_SHRINK_CENTER


func _draw() -> void:
	if fit < 0.0:
		return
	var font: Font = get_theme_font(&"main", &"EditorFonts")
	var font_size: int = get_theme_font_size(&"main_size", &"EditorFonts")
	var number: float = font.get_string_size("0.00", HORIZONTAL_ALIGNMENT_LEFT, -1, font_size).x
	var bar := Rect2(0, roundf(size.y / 2) - _Style.px(3), size.x - number - _Style.px(8), _Style.px(6))
	var text: Color = _Style.color(self, &"font_color")
	_draw_bar(bar, Color(text, 0.12))
	bar.size.x = maxf(bar.size.x * minf(fit, 1.0), _Style.px(2))
	_draw_bar(bar, _Style.color(self, &"accent_color") if is_highlighted else Color(text, 0.45))
	var baseline: float = roundf((size.y - font.get_height(font_size)) / 2 + font.get_ascent(font_size))
	draw_string(
		font, Vector2(size.x - number, baseline), "%.2f" % fit, HORIZONTAL_ALIGNMENT_RIGHT, number, font_size,
		text if is_highlighted else _Style.dim_color(self)
	)


func _draw_bar(bar: Rect2, color: Color) -> void:
	var style := StyleBoxFlat.new()
	style.bg_color = color
	style.set_corner_radius_all(_Style.px(3))
	draw_style_box(style, bar)
