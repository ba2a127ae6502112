@tool
extends "../dock_part.gd"
## What happens now: the scene, the last 12 seconds, the ranking, and the play so far; or how to install the program.

const _Install := preload("../live/install_help.gd")
const _Scene := preload("../live/scene_bar.gd")
const _Strip := preload("../live/frame_strip.gd")
const _Ranking := preload("../live/ranking.gd")
const _Timeline := preload("../live/timeline.gd")
const _TrackColors := preload("../track_colors.gd")
## With less height than this, at 100 %, the ranking comes first: the thumbnails stand beside the scene's name where that
## fits, and the timeline is a mere band.
const TALL: float = 260.0
## How wide the scene's name and the match's state are beside the thumbnails, at 100 %.
const SCENE_WIDTH: float = 215.0
## How high the thumbnails are, at 100 %: a share of what there is, between these.
const STRIP_SHARE: float = 0.18
const STRIP_LEAST: float = 26.0
const STRIP_MOST: float = 64.0

## The user asks for a piece that was steady some time ago.
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


## Gives the colours that pieces have in the whole dock.
func set_colors(colors: _TrackColors) -> void:
	_ranking.set_colors(colors)
	_timeline.set_colors(colors)


## Makes a piece the cue of the scene that is playing, once that has a name.
func use(track: String) -> void:
	_scene.use(track)


func refresh() -> void:
	var running: bool = session.stage != _Session.Stage.NOT_INSTALLED
	_install.visible = not running
	_top.visible = running and (not session.answer.is_empty() or session.stage >= _Session.Stage.LISTENING)
	_ranking.visible = running


func _signals() -> Array[Signal]:
	return [session.changed, session.answer_received]


func _fit_size() -> void:
	var room: Vector2 = size / _Style.scale
	var strip_width: float = STRIP_LEAST * _Strip.COUNT + 2.0 * (_Strip.COUNT - 1)
	_top.vertical = room.y >= TALL or room.x < SCENE_WIDTH + strip_width
	_timeline.roomy = room.y >= TALL
	var height: float = clampf(room.y * STRIP_SHARE, STRIP_LEAST, STRIP_MOST) if _top.vertical else STRIP_LEAST
	# No higher than its twelve squares are wide.
	_strip.custom_minimum_size.y = floorf(minf(_Style.px(height), size.x / _Strip.COUNT))
	# A share, not a minimum: the dock must be able to become narrower than it is.
	_strip.size_flags_horizontal = SIZE_EXPAND_FILL
	_strip.size_flags_stretch_ratio = strip_width / SCENE_WIDTH
