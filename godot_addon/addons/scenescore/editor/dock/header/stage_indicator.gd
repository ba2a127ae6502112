@tool
extends Control
## Shows the five stages in a row with the current one highlighted; in a narrow dock, only the current one and a dot for
## each of the others.

const _Style := preload("../dock_style.gd")
const _DaemonAbsence := preload("../../daemon/daemon_absence.gd")
const NAMES: PackedStringArray = ["Not installed", "Starting", "Ready", "Listening", "Matching"]
const MEANINGS: PackedStringArray = [
	"The Scenescore program, which finds the music, isn't running.",
	"The program is starting.",
	"The program runs. Choose your music, then play your game.",
	"Your game is being watched; the first match comes after a moment.",
	"The pieces that fit the picture are listed, closest first.",
]

## The first stage's name while it is the current one, by the reason why there is no daemon.
const ABSENCES: Dictionary[_DaemonAbsence.Reason, String] = {
	_DaemonAbsence.Reason.STOPPED: "Stopped",
	_DaemonAbsence.Reason.NOT_INSTALLED: "Not installed",
	_DaemonAbsence.Reason.WRONG_VERSION: "Wrong version",
	_DaemonAbsence.Reason.CRASHED: "Crashed",
}

## Why there is no daemon, while the first stage is the current one.
var absence: _DaemonAbsence.Reason = _DaemonAbsence.Reason.STOPPED:
	set(value):
		if absence != value:
			absence = value
			_describe()
			update_minimum_size()
			queue_redraw()
## The current stage, from 0.
var stage: int = 0:
	set(value):
		if stage != value:
			stage = value
			_describe()
			update_minimum_size()
			queue_redraw()
## Whether there is room for all names.
var has_room: bool = true:
	set(value):
		if has_room != value:
			has_room = value
			queue_redraw()
## Whether something is wrong in this stage.
var has_problem: bool = false:
	set(value):
		if has_problem != value:
			has_problem = value
			queue_redraw()


func _init() -> void:
	accessibility_live = DisplayServer.LIVE_POLITE
	_describe()


func _notification(what: int) -> void:
	if what == NOTIFICATION_THEME_CHANGED:
		update_minimum_size()
		queue_redraw()


func _get_minimum_size() -> Vector2:
	return Vector2(_dots_width(), _pill_height())


func _get_tooltip(at: Vector2) -> String:
	var index: int = _stage_at(at.x)
	return "%d of 5: %s\n%s" % [index + 1, _name_of(index), MEANINGS[index]]


func _draw() -> void:
	if has_room:
		_draw_row()
	else:
		_draw_dots()


func _draw_row() -> void:
	var x: float = 0.0
	for i: int in NAMES.size():
		if i > 0:
			_draw_link(x, i <= stage)
			x += _link_width()
		_draw_stage(i, x)
		x += _stage_width(i)


func _draw_dots() -> void:
	var x: float = 0.0
	for i: int in NAMES.size():
		if i == stage:
			_draw_stage(i, x)
			x += _stage_width(i) + _dot_gap()
		else:
			var center := Vector2(x + _dot_radius(), size.y / 2)
			var color: Color = _Style.color(self, &"accent_color") if i < stage else _dim()
			draw_circle(center, _dot_radius(), color, true, -1, true)
			x += 2 * _dot_radius() + _dot_gap()


func _draw_link(x: float, passed: bool) -> void:
	var color: Color = _Style.color(self, &"accent_color") if passed else _dim()
	var y: float = roundf(size.y / 2)
	var gap: float = _Style.px(4)
	draw_line(Vector2(x + gap, y), Vector2(x + _link_width() - gap, y), Color(color, color.a * 0.7), _Style.px(1))


func _draw_stage(i: int, x: float) -> void:
	var font: Font = _font(i)
	var font_size: int = _font_size()
	var color: Color = _Style.dim_color(self) if i < stage else _dim()
	if i == stage:
		color = _current_color()
		var pill := StyleBoxFlat.new()
		pill.bg_color = Color(color, 0.16)
		pill.border_color = Color(color, 0.7)
		pill.set_border_width_all(maxi(_Style.px(1), 1))
		pill.set_corner_radius_all(_Style.px(4))
		draw_style_box(pill, Rect2(x, (size.y - _pill_height()) / 2, _stage_width(i), _pill_height()))
		x += _pill_padding()
	var baseline: float = (size.y - font.get_height(font_size)) / 2 + font.get_ascent(font_size)
	draw_string(font, Vector2(x, baseline).round(), _name_of(i), HORIZONTAL_ALIGNMENT_LEFT, -1, font_size, color)


func _stage_at(x: float) -> int:
	var end: float = 0.0
	for i: int in NAMES.size():
		if has_room:
			end += _stage_width(i) + _link_width()
		else:
			end += (_stage_width(i) if i == stage else 2 * _dot_radius()) + _dot_gap()
		if x < end:
			return i
	return stage


## Returns the width that all names need.
func row_width() -> float:
	var result: float = _link_width() * (NAMES.size() - 1)
	for i: int in NAMES.size():
		result += _stage_width(i)
	return result


func _dots_width() -> float:
	return _stage_width(stage) + (2 * _dot_radius() + _dot_gap()) * (NAMES.size() - 1)


func _stage_width(i: int) -> float:
	var text: float = _font(i).get_string_size(_name_of(i), HORIZONTAL_ALIGNMENT_LEFT, -1, _font_size()).x
	return text + 2 * _pill_padding() if i == stage else text


func _pill_height() -> float:
	return _font(stage).get_height(_font_size()) + _Style.px(6)


func _pill_padding() -> float:
	return _Style.px(9)


func _link_width() -> float:
	return _Style.px(24)


func _dot_radius() -> float:
	return _Style.px(3)


func _dot_gap() -> float:
	return _Style.px(6)


func _font(i: int) -> Font:
	return get_theme_font(&"bold" if i == stage else &"main", &"EditorFonts")


func _font_size() -> int:
	return get_theme_font_size(&"main_size", &"EditorFonts")


func _current_color() -> Color:
	return _Style.color(self, &"warning_color" if has_problem else &"accent_color")


func _dim() -> Color:
	var text: Color = _Style.color(self, &"font_color")
	return Color(text, text.a * 0.4)


func _name_of(i: int) -> String:
	return ABSENCES[absence] if i == 0 and stage == 0 else NAMES[i]


func _describe() -> void:
	accessibility_name = "Stage %d of 5: %s" % [stage + 1, _name_of(stage)]
	accessibility_description = MEANINGS[stage]
