@tool
extends "../dock_part.gd"
## The last 12 seconds of the game, one thumbnail a second, the newest on the right. Thumbnails from before the last scene
## change are dim: the matches ignore them.

const COUNT: int = 12

var _textures: Array[ImageTexture] = []
var _strip := Control.new()


func _init() -> void:
	_strip.draw.connect(_draw_strip)
	_strip.resized.connect(_strip.queue_redraw)
	_strip.size_flags_vertical = SIZE_EXPAND_FILL
	_strip.tooltip_text = (
		"The last 12 seconds of your game as Scenescore sees it; now is on the right.\n"
		+ "Thumbnails from before the last scene change are dim: the matches ignore them."
	)
	_strip.accessibility_name = "The last 12 seconds of the game"
	add_child(_strip)


func refresh() -> void:
	var frames: Array[Image] = session.frames
	_textures.resize(mini(frames.size(), COUNT))
	for i: int in _textures.size():
		_show(i, frames[frames.size() - _textures.size() + i])
	_strip.queue_redraw()


func _signals() -> Array[Signal]:
	return [session.frame_received, session.answer_received, session.timeline_changed]


# Reuses the textures, so that a running game doesn't cost new memory.
func _show(i: int, image: Image) -> void:
	var texture: ImageTexture = _textures[i]
	if texture == null or texture.get_size() != Vector2(image.get_size()) or texture.get_format() != image.get_format():
		_textures[i] = ImageTexture.create_from_image(image)
	else:
		texture.update(image)


func _draw_strip() -> void:
	var gap: float = _Style.px(2)
	var side: float = minf(_strip.size.y, floorf((_strip.size.x - gap * (COUNT - 1)) / COUNT))
	var empty: Color = Color(_Style.color(self, &"font_color"), 0.08)
	var used_count: int = _used_count()
	for i: int in COUNT:
		var place := Rect2(i * (side + gap), 0, side, side)
		var frame: int = i - (COUNT - _textures.size())
		if frame < 0:
			_strip.draw_rect(place, empty)
		else:
			_strip.draw_texture_rect(_textures[frame], place, false, Color(1, 1, 1, 1.0 if COUNT - i <= used_count else 0.35))
	if not _textures.is_empty():
		var newest := Rect2((COUNT - 1) * (side + gap), 0, side, side)
		_strip.draw_rect(newest.grow(-0.5), _Style.color(self, &"accent_color"), false, _Style.px(1))


# Returns how many thumbnails, from the newest, the last answer uses.
func _used_count() -> int:
	var steps: int = session.answer.get("steps", 0)
	if steps == 0:
		return COUNT
	var scene_steps: int = session.answer.get("scene_steps", steps)
	return ceili(COUNT * float(scene_steps) / steps)
