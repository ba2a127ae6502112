@tool
extends MarginContainer
## One match of the ranking: its place, the piece, how far it is, and what can be done with it.

const _Style := preload("../dock_style.gd")
const _TrackColors := preload("../track_colors.gd")
const _DistanceBar := preload("distance_bar.gd")
## Where there is less width than this, at 100 %, the row leaves things out: first the licence, then the words of the
## button, then the artist.
const WIDE: float = 600.0
const MEDIUM: float = 480.0
const NARROW: float = 420.0

## The user wants to hear the piece, or to hear it no more.
signal audition_wanted(track: String)
## The user wants the scene to play this piece.
signal use_wanted(track: String)

## Which piece the row shows, `tracks/{id}`.
var track: String = ""

var _match: Dictionary = {}
var _steady: bool = false
var _color_mark := ColorRect.new()
var _rank := Label.new()
var _title := _Style.label()
var _steady_mark := TextureRect.new()
var _artist := _Style.label()
var _bar := _DistanceBar.new()
var _license := _Style.label()
var _audition: Button = _Style.icon_button("Listen to this piece here in the editor")
var _use := Button.new()
var _sounding: bool = false
var _used: bool = false


func _init() -> void:
	for side: StringName in [&"margin_left", &"margin_right"]:
		add_theme_constant_override(side, _Style.px(4))
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(6))
	add_child(row)
	_color_mark.custom_minimum_size = Vector2(_Style.px(4), _Style.px(16))
	_color_mark.size_flags_vertical = SIZE_SHRINK_CENTER
	_rank.custom_minimum_size.x = _Style.px(16)
	_rank.horizontal_alignment = HORIZONTAL_ALIGNMENT_RIGHT
	_steady_mark.stretch_mode = TextureRect.STRETCH_KEEP_CENTERED
	# Its place is kept, so that titles stand below each other.
	_steady_mark.custom_minimum_size.x = _Style.px(16)
	_title.size_flags_stretch_ratio = 3.0
	_artist.size_flags_stretch_ratio = 2.0
	_license.size_flags_stretch_ratio = 1.2
	_use.theme_type_variation = &"FlatButton"
	_use.tooltip_text = "Make this piece the cue of the scene that is playing: the scene's name stands above."
	_use.size_flags_vertical = SIZE_SHRINK_CENTER
	_audition.pressed.connect(func() -> void: audition_wanted.emit(track))
	_use.pressed.connect(func() -> void: use_wanted.emit(track))
	for part: Control in [_color_mark, _rank, _steady_mark, _title, _artist, _license, _bar, _audition, _use]:
		row.add_child(part)
	for part: Control in [_color_mark, _rank, _steady_mark, _title, _artist, _license]:
		part.mouse_filter = MOUSE_FILTER_PASS
	resized.connect(_fit_width)


## Shows a match.
func show_match(shown: Dictionary, steady: bool, longest: float, color: Color) -> void:
	_match = shown
	track = shown.get("track", "")
	_steady = steady
	_color_mark.color = color
	_rank.text = str(shown.get("rank", 0))
	_title.text = shown.get("title", "")
	_artist.text = shown.get("artist", "")
	var license: String = shown.get("license", "")
	_license.text = license if not license.is_empty() else "licence unknown"
	_bar.longest = longest
	_bar.distance = shown.get("distance", -1.0)
	_bar.lit = steady
	_bar.tooltip_text = "Distance %.3f: how far the piece is from what the scene asks for; the shorter, the closer." % _bar.distance
	tooltip_text = _title.text + "\n" + _Style.credit(shown)
	_audition.accessibility_name = "Listen to “%s”" % _title.text
	_show_weight()


## Shows what can be done: whether the piece sounds, whether the scene has it already, whether it may be used at all.
func show_state(sounding: bool, used: bool, usable: bool) -> void:
	_sounding = sounding
	_used = used
	_audition.icon = _Style.icon(self, &"Stop" if sounding else &"Play")
	_audition.tooltip_text = "Stop listening" if sounding else "Listen to this piece here in the editor"
	_audition.disabled = not usable
	_use.icon = _Style.icon(self, &"StatusSuccess" if used else &"Pin")
	_use.disabled = used or not usable
	_use.accessibility_name = "%s is the scene's cue" % _title.text if used else "Use “%s” here" % _title.text
	_fit_width()


## The row's buttons, from left to right.
func buttons() -> Array[Button]:
	return [_audition, _use]


func _notification(what: int) -> void:
	if what == NOTIFICATION_THEME_CHANGED:
		_artist.add_theme_color_override(&"font_color", _Style.quiet(self))
		_rank.add_theme_color_override(&"font_color", _Style.quiet(self))
		_show_weight()
		show_state(_sounding, _used, not _audition.disabled)


func _draw() -> void:
	if _steady:
		var style := StyleBoxFlat.new()
		style.bg_color = Color(_Style.color(self, &"accent_color"), 0.14)
		style.set_corner_radius_all(_Style.px(3))
		draw_style_box(style, Rect2(Vector2.ZERO, size))


func _show_weight() -> void:
	queue_redraw()
	_steady_mark.texture = _Style.icon(self, &"StatusSuccess") if _steady else null
	_steady_mark.tooltip_text = "Steady: the settled choice for this scene" if _steady else ""
	_title.add_theme_font_override(&"font", get_theme_font(&"bold" if _steady else &"main", &"EditorFonts"))
	var known: bool = not (_match.get("license", "") as String).is_empty()
	_license.add_theme_color_override(&"font_color", _Style.quiet(self) if known else Color(_Style.color(self, &"warning_color"), 0.8))


func _fit_width() -> void:
	var width: float = size.x / _Style.scale
	_license.visible = width >= WIDE
	_artist.visible = width >= NARROW
	_use.text = ("Used here" if _used else "Use here") if width >= MEDIUM else ""
	# The same width for both, so that what is left of it doesn't move.
	_use.custom_minimum_size.x = _Style.px(106) if width >= MEDIUM else 0
