@tool
extends "../dock_part.gd"
## The live page: the scene, the last 12 seconds, the ranking and the play so far; or help to install the program.

const _Install := preload("../live/install_help.gd")
const _Scene := preload("../live/scene_bar.gd")
const _Strip := preload("../live/frame_strip.gd")
const _Ranking := preload("../live/ranking.gd")
const _Timeline := preload("../live/timeline.gd")
const _TrackColors := preload("../track_colors.gd")
## The least height of a tall page, in pixels at 100 %. A lower page leaves more room to the ranking: it puts the thumbnails
## beside the scene's name where they fit, and shows the timeline as one band.
const MIN_TALL_HEIGHT: float = 260.0
## The width of the scene bar beside the thumbnails, in pixels at 100 %.
const SCENE_WIDTH: float = 215.0
## The height of the thumbnails, as a share of the page's height.
const STRIP_SHARE: float = 0.18
## The least height of the thumbnails, in pixels at 100 %.
const MIN_STRIP_HEIGHT: float = 26.0
## The greatest height of the thumbnails, in pixels at 100 %.
const MAX_STRIP_HEIGHT: float = 64.0

## The user has clicked a piece in the timeline.
signal track_chosen(track: String)

var _install := _Install.new()
var _scene := _Scene.new()
var _strip := _Strip.new()
var _top := BoxContainer.new()
var _ranking := _Ranking.new()
var _timeline := _Timeline.new()


func _init() -> void:
	add_theme_constant_override(&"separation", _Style.px(4))
	_install.size_flags_vertical = SIZE_EXPAND_FILL
	_ranking.size_flags_vertical = SIZE_EXPAND_FILL
	_scene.scene_named.connect(func(scene_name: String) -> void: _ranking.scene_name = scene_name)
	_scene.use_confirmed.connect(func(track: String, scene_name: String) -> void: session.use_here(track, scene_name))
	_ranking.use_wanted.connect(use)
	_timeline.track_chosen.connect(func(track: String) -> void: track_chosen.emit(track))
	resized.connect(_fit_size)
	_scene.size_flags_horizontal = SIZE_EXPAND_FILL
	_top.add_child(_scene)
	_top.add_child(_strip)
	for part: Control in [_install, _top, _ranking, _timeline]:
		add_child(part)


func setup(shown: _Session) -> void:
	super(shown)
	for part: Control in [_install, _scene, _strip, _ranking, _timeline]:
		part.call("setup", shown)


## Sets the colours of the pieces, which all parts of the dock share.
func set_colors(colors: _TrackColors) -> void:
	_ranking.set_colors(colors)
	_timeline.set_colors(colors)


## Makes a piece the cue of the current scene. Where the scene has no name, it asks for one first.
func use(track: String) -> void:
	_scene.use(track)


func refresh() -> void:
	var running: bool = session.stage != _Session.Stage.OFF
	_install.visible = not running
	_top.visible = running and (not session.answer.is_empty() or session.stage >= _Session.Stage.LISTENING)
	_ranking.visible = running


func _signals() -> Array[Signal]:
	return [session.changed, session.answer_received]


func _fit_size() -> void:
	var room: Vector2 = size / _Style.scale
	var strip_width: float = MIN_STRIP_HEIGHT * _Strip.COUNT + 2.0 * (_Strip.COUNT - 1)
	_top.vertical = room.y >= MIN_TALL_HEIGHT or room.x < SCENE_WIDTH + strip_width
	_timeline.has_room = room.y >= MIN_TALL_HEIGHT
	var height: float = clampf(room.y * STRIP_SHARE, MIN_STRIP_HEIGHT, MAX_STRIP_HEIGHT) if _top.vertical else MIN_STRIP_HEIGHT
	# Not higher than its twelve squares are wide.
	_strip.custom_minimum_size.y = floorf(minf(_Style.px(height), size.x / _Strip.COUNT))
	# A stretch ratio, not a minimum size, so that the dock can become narrower.
	_strip.size_flags_horizontal = SIZE_EXPAND_FILL
	_strip.size_flags_stretch_ratio = strip_width / SCENE_WIDTH
