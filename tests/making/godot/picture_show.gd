extends SceneTree
## Shows pictures and prints what the addon's capture makes of them, by res://plan.json: {"settings": {PROPERTY OF THE WINDOW:
## VALUE}, "captures_per_second": N, "scenes": [{"window": [W, H], "picture": PATH, "captures": N, ...}]}. A scene
## with "lasts_s" lasts so many seconds instead, one with "is_off" has the capture turned off.
##
## Prints a line of JSON for each picture that is captured, and one at the end.

const FrameCapture := preload("res://addons/scenescore/runtime/frame_capture.gd")

const LONGEST_S: float = 60.0

var _capture := FrameCapture.new()
var _rect := TextureRect.new()
var _scene: int = -1
var _captures_left: int = 0


func _initialize() -> void:
	var plan: Dictionary = JSON.parse_string(FileAccess.get_file_as_string("res://plan.json"))
	for property: String in plan["settings"]:
		var value: Variant = plan["settings"][property]
		root.set(property, Vector2i(value[0], value[1]) if value is Array else value)
	_rect.texture_filter = CanvasItem.TEXTURE_FILTER_NEAREST
	root.add_child(_rect)
	_capture.captures_per_second = plan["captures_per_second"]
	_capture.captured.connect(_on_captured)
	_capture.is_on = true
	root.add_child(_capture)
	# Before the first frame the window takes no orders.
	await process_frame
	for scene: Dictionary in plan["scenes"]:
		await _show(scene)
	# The capture itself goes on: the game ends in the middle of it.
	_capture.captured.disconnect(_on_captured)
	await process_frame
	_tell({"problem": _capture.problem, "now_us": Time.get_ticks_usec(), "nodes": _capture.get_child_count(true)})
	quit()


func _show(scene: Dictionary) -> void:
	_scene += 1
	root.size = Vector2i(scene["window"][0], scene["window"][1])
	var image := Image.load_from_file(scene["picture"])
	_rect.texture = ImageTexture.create_from_image(image)
	_rect.size = image.get_size()
	_captures_left = scene["captures"]
	var until_us: int = Time.get_ticks_usec() + int(scene.get("lasts_s", LONGEST_S) * 1e6)
	_capture.is_on = not scene.get("is_off", false)
	while (_captures_left > 0 or scene.has("lasts_s")) and Time.get_ticks_usec() < until_us:
		await process_frame


func _on_captured(rgb8: PackedByteArray, time_us: int) -> void:
	_captures_left -= 1
	_tell({"scene": _scene, "time_us": time_us, "now_us": Time.get_ticks_usec(), "rgb8": Marshalls.raw_to_base64(rgb8)})


func _tell(values: Dictionary) -> void:
	print(JSON.stringify(values))
