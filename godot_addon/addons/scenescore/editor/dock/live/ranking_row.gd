@tool
extends MarginContainer
## One match of the ranking: its rank, the piece, how well it fits, and buttons to listen to it and to use it.

const _Style := preload("../dock_style.gd")
const _TrackColors := preload("../track_colors.gd")
const _FitBar := preload("fit_bar.gd")
## The least width for the licence, in pixels at 100 %.
const MIN_LICENSE_WIDTH: float = 600.0
## The least width for the text of the button, in pixels at 100 %.
const MIN_BUTTON_TEXT_WIDTH: float = 480.0
## The least width for the artist, in pixels at 100 %.
const MIN_ARTIST_WIDTH: float = 420.0

## The user wants to start or stop listening to the piece.
signal audition_wanted(track: String)
## The user wants the scene to play this piece.
signal use_wanted(track: String)

## The piece that the row shows, [code]tracks/{id}[/code].
var track: String = ""

var _match: Dictionary = {}
var _steady: bool = false
var _color_mark := ColorRect.new()
var _rank := Label.new()
var _title := _Style.label()
var _steady_mark := TextureRect.new()
var _artist := _Style.label()
var _bar := _FitBar.new()
var _license := _Style.label()
var _audition: Button = _Style.icon_button("Listen to this piece here in the editor")
var _use := Button.new()
var _playing: bool = false
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
	# Reserves its width, so that all titles are aligned.
	_steady_mark.custom_minimum_size.x = _Style.px(16)
	_title.size_flags_stretch_ratio = 3.0
	_artist.size_flags_stretch_ratio = 2.0
	_license.size_flags_stretch_ratio = 1.2
	_use.theme_type_variation = &"FlatButton"
	_use.tooltip_text = "Make this piece the cue of the current scene, whose name is shown above."
	_use.size_flags_vertical = SIZE_SHRINK_CENTER
	_audition.pressed.connect(func() -> void: audition_wanted.emit(track))
	_use.pressed.connect(func() -> void: use_wanted.emit(track))
	for part: Control in [_color_mark, _rank, _steady_mark, _title, _artist, _license, _bar, _audition, _use]:
		row.add_child(part)
	for part: Control in [_color_mark, _rank, _steady_mark, _title, _artist, _license]:
		part.mouse_filter = MOUSE_FILTER_PASS
	resized.connect(_fit_width)


## Shows a match.
func show_match(shown: Dictionary, steady: bool, color: Color) -> void:
	_match = shown
	track = shown.get("track", "")
	_steady = steady
	_color_mark.color = color
	_rank.text = str(shown.get("rank", 0))
	_title.text = shown.get("title", "")
	_artist.text = shown.get("artist", "")
	var license: String = shown.get("license", "")
	_license.text = license if not license.is_empty() else "licence unknown"
	_bar.fit = shown.get("fit", -1.0)
	_bar.is_highlighted = steady
	_bar.tooltip_text = "Fit %.2f. 1: it sounds as the scene asks for. 0: no closer than two pieces usually are." % _bar.fit
	_bar.tooltip_text += "\nDistance %.3f; lower is closer." % shown.get("distance", 0.0)
	tooltip_text = _title.text + "\n" + _Style.credit(shown)
	_audition.accessibility_name = "Listen to “%s”" % _title.text
	_show_emphasis()


## Shows whether the piece plays, whether it is the scene's cue, and whether the buttons work.
func show_state(playing: bool, used: bool, usable: bool) -> void:
	_playing = playing
	_used = used
	_audition.icon = _Style.icon(self, &"Stop" if playing else &"Play")
	_audition.tooltip_text = "Stop listening" if playing else "Listen to this piece here in the editor"
	_audition.disabled = not usable
	_use.icon = _Style.icon(self, &"StatusSuccess" if used else &"Pin")
	_use.disabled = used or not usable
	_use.accessibility_name = "%s is the scene's cue" % _title.text if used else "Use “%s” here" % _title.text
	_fit_width()


## Returns the row's buttons, from left to right.
func buttons() -> Array[Button]:
	return [_audition, _use]


func _notification(what: int) -> void:
	if what == NOTIFICATION_THEME_CHANGED:
		_artist.add_theme_color_override(&"font_color", _Style.dim_color(self))
		_rank.add_theme_color_override(&"font_color", _Style.dim_color(self))
		_show_emphasis()
		show_state(_playing, _used, not _audition.disabled)


func _draw() -> void:
	if _steady:
		var style := StyleBoxFlat.new()
		style.bg_color = Color(_Style.color(self, &"accent_color"), 0.14)
		style.set_corner_radius_all(_Style.px(3))
		draw_style_box(style, Rect2(Vector2.ZERO, size))


func _show_emphasis() -> void:
	queue_redraw()
	_steady_mark.texture = _Style.icon(self, &"StatusSuccess") if _steady else null
	_steady_mark.tooltip_text = "Steady: the settled choice for this scene" if _steady else ""
	_title.add_theme_font_override(&"font", get_theme_font(&"bold" if _steady else &"main", &"EditorFonts"))
	var known: bool = not (_match.get("license", "") as String).is_empty()
	_license.add_theme_color_override(&"font_color", _Style.dim_color(self) if known else Color(_Style.color(self, &"warning_color"), 0.8))


func _fit_width() -> void:
	var width: float = size.x / _Style.scale
	_license.visible = width >= MIN_LICENSE_WIDTH
	_artist.visible = width >= MIN_ARTIST_WIDTH
	_use.text = ("Used here" if _used else "Use here") if width >= MIN_BUTTON_TEXT_WIDTH else ""
	# The same width for both texts, so that the parts on its left don't move.
	_use.custom_minimum_size.x = _Style.px(106) if width >= MIN_BUTTON_TEXT_WIDTH else 0
