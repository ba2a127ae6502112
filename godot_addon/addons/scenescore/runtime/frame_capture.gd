extends Node
## Captures small frames of the running game: the main viewport, shrunk to 80×80 on the GPU by area averaging.
##
## While [member is_on] is false, it draws and reads nothing.

const AREA_MEAN: Shader = preload("area_mean.gdshader")
const _TextureReading := preload("texture_reading.gd")

## A frame: rows from the top with three bytes a pixel, and the time at which it was on the screen, by
## [method Time.get_ticks_usec].
signal captured(rgb8: PackedByteArray, time_us: int)

## The width and height of a frame, in pixels.
const SIDE: int = 80
## The frames that the engine draws until the main viewport shows the game again after a change of its size.
const FRAMES_AFTER_RESIZE: int = 2

## Whether frames are captured.
var is_on: bool = false:
	set = set_on
## Captures a second, where the game draws as many frames.
var captures_per_second: float = 5.0
## Why no frames can be captured; empty when they can.
var problem: String = ""

# Drawn before the main viewport, so it shows the frame before.
var _small: SubViewport = null
var _mean: ShaderMaterial = null
var _reading: _TextureReading = null
# The engine's count of drawn frames at which the small picture is ready; -1 while none is due.
var _ready_at_frame: int = -1
# The engine's count of drawn frames at which the main viewport shows the game.
var _settled_at_frame: int = 0
var _time_us: int = 0
var _next_us: int = 0


func _init() -> void:
	process_mode = PROCESS_MODE_ALWAYS


func _enter_tree() -> void:
	if is_on:
		_start()


func _ready() -> void:
	# Godot turns processing on when a node becomes ready.
	set_process(is_on and problem.is_empty())


func _exit_tree() -> void:
	_stop()
	if _small != null:
		_reading.end(_texture())
		_small.queue_free()
		_small = null


func _process(_delta: float) -> void:
	var now_us: int = Time.get_ticks_usec()
	var drawn: int = Engine.get_frames_drawn()
	if _ready_at_frame >= 0 and drawn >= _ready_at_frame:
		_ready_at_frame = -1
		_reading.start(_texture())
	elif _ready_at_frame >= 0:
		# The window may be minimised, when nothing is drawn.
		_time_us = now_us
	elif now_us >= _next_us and drawn >= _settled_at_frame and not _reading.is_busy:
		var pause_us: int = int(1e6 / captures_per_second)
		_next_us = maxi(_next_us + pause_us, now_us + pause_us / 2)
		_time_us = now_us
		_ready_at_frame = drawn + 1
		_draw()


## Sets [member is_on].
func set_on(on: bool) -> void:
	if on == is_on:
		return
	is_on = on
	if not is_inside_tree():
		return
	if on:
		_start()
	else:
		_stop()


func _start() -> void:
	if DisplayServer.get_name() == "headless":
		problem = "The game runs without a screen (--headless): there are no frames to capture."
		return
	problem = ""
	if _small == null:
		_create_viewport()
	get_tree().root.size_changed.connect(_on_size_changed)
	_on_size_changed()
	_next_us = Time.get_ticks_usec()
	set_process(true)


func _stop() -> void:
	set_process(false)
	_ready_at_frame = -1
	if get_tree().root.size_changed.is_connected(_on_size_changed):
		get_tree().root.size_changed.disconnect(_on_size_changed)


func _create_viewport() -> void:
	_reading = _TextureReading.new()
	_reading.finished.connect(_on_read)
	_small = SubViewport.new()
	_small.size = Vector2i(SIDE, SIDE)
	_small.disable_3d = true
	_small.transparent_bg = true
	_small.render_target_update_mode = SubViewport.UPDATE_DISABLED
	_mean = ShaderMaterial.new()
	_mean.shader = AREA_MEAN
	_mean.set_shader_parameter(&"side", float(SIDE))
	var picture := TextureRect.new()
	picture.texture = get_tree().root.get_texture()
	picture.material = _mean
	picture.expand_mode = TextureRect.EXPAND_IGNORE_SIZE
	add_child(_small, false, INTERNAL_MODE_BACK)
	_small.add_child(picture)
	picture.position = Vector2.ZERO
	picture.size = Vector2(SIDE, SIDE)


func _texture() -> RID:
	return RenderingServer.viewport_get_texture(_small.get_viewport_rid())


func _draw() -> void:
	# The Compatibility renderer always holds sRGB.
	var is_linear: bool = get_tree().root.use_hdr_2d and RenderingServer.get_rendering_device() != null
	_mean.set_shader_parameter(&"is_linear", is_linear)
	_small.render_target_update_mode = SubViewport.UPDATE_ONCE


func _on_size_changed() -> void:
	# The viewport is empty at first after a change of size.
	_settled_at_frame = Engine.get_frames_drawn() + FRAMES_AFTER_RESIZE
	_ready_at_frame = -1


func _on_read(image: Image) -> void:
	# Transparent while the engine still compiles the shader.
	if not is_on or image == null or image.get_pixel(0, 0).a < 1.0:
		return
	image.convert(Image.FORMAT_RGB8)
	captured.emit(image.get_data(), _time_us)
