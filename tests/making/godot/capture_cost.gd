extends SceneTree
## Plays the example and takes its picture both ways in turn, the addon's and the plain one; prints what each costs the main
## thread as a line of JSON: milliseconds, one number for each picture.

const FrameCapture := preload("res://addons/scenescore/runtime/frame_capture.gd")

const SIZE := Vector2i(1280, 720)
const PICTURES: int = 40
const FRAMES_TO_WARM_UP: int = 60
# From one picture to the next one, in frames: what the one leaves behind must not be counted as the other's.
const TURN: int = 4


# The capture as it is, with a clock around what runs on the main thread.
class TimedCapture:
	extends FrameCapture
	var costs_ms: PackedFloat64Array = []
	var waits_ms: PackedFloat64Array = []
	var _cost_us: int = 0

	func _process(delta: float) -> void:
		var start_us: int = Time.get_ticks_usec()
		super._process(delta)
		_cost_us += Time.get_ticks_usec() - start_us

	func _on_read(image: Image) -> void:
		var start_us: int = Time.get_ticks_usec()
		super._on_read(image)
		costs_ms.append((_cost_us + Time.get_ticks_usec() - start_us) / 1000.0)
		waits_ms.append((Time.get_ticks_usec() - _time_us) / 1000.0)
		_cost_us = 0

	# Takes one picture.
	func take() -> void:
		_cost_us = 0
		_next_us = 0


var _capture := TimedCapture.new()
var _plain_ms: PackedFloat64Array = []
var _draws_ms: PackedFloat64Array = []
var _draws_with_ms: PackedFloat64Array = []
var _is_with: bool = false
var _draw_us: int = 0
var _frame: int = 0


func _initialize() -> void:
	change_scene_to_file("res://example/main.tscn")
	# Only when it is told.
	_capture.captures_per_second = 0.001
	root.add_child(_capture)
	RenderingServer.frame_pre_draw.connect(func() -> void: _draw_us = Time.get_ticks_usec())
	RenderingServer.frame_post_draw.connect(_on_drawn)


func _process(_delta: float) -> bool:
	_frame += 1
	if _frame == 1:
		# The example is drawn in its own 320×240 pixels and then scaled up; most games are drawn in the window's.
		root.content_scale_mode = Window.CONTENT_SCALE_MODE_DISABLED
	elif _frame == 2:
		root.size = SIZE
	elif _frame == 3:
		_capture.is_on = true
	elif _frame > FRAMES_TO_WARM_UP and _frame % TURN == 0:
		_is_with = _frame % (2 * TURN) == 0
		if _is_with:
			_capture.take()
		else:
			_take_plainly()
	if _plain_ms.size() < PICTURES:
		return false
	var told: Dictionary = {
		"size": [root.get_texture().get_width(), root.get_texture().get_height()],
		"ours_ms": _capture.costs_ms.slice(1), "wait_ms": _capture.waits_ms.slice(1), "plain_ms": _plain_ms,
		"draw_ms": _draws_ms, "draw_with_ours_ms": _draws_with_ms,
	}
	print(JSON.stringify(told))
	return true


func _take_plainly() -> void:
	var start_us: int = Time.get_ticks_usec()
	var image: Image = root.get_texture().get_image()
	image.resize(FrameCapture.SIDE, FrameCapture.SIDE, Image.INTERPOLATE_BILINEAR)
	image.convert(Image.FORMAT_RGB8)
	_plain_ms.append((Time.get_ticks_usec() - start_us) / 1000.0)


func _on_drawn() -> void:
	var took_ms: float = (Time.get_ticks_usec() - _draw_us) / 1000.0
	if _frame > FRAMES_TO_WARM_UP and _frame % TURN == 0 and _is_with:
		_draws_with_ms.append(took_ms)
	elif _frame > FRAMES_TO_WARM_UP and _frame % TURN == TURN - 1:
		_draws_ms.append(took_ms)
