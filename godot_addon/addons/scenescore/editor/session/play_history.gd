@tool
extends RefCounted
## The history of the play, as the dock shows it: the last thumbnails, and the best pieces over time.

## How many thumbnails are kept: one a second, for the length of a window.
const MAX_FRAMES: int = 12
## The width and height of a thumbnail, in pixels.
const SIDE: int = 80
## How many timeline entries are kept: enough for hours of play.
const MAX_ENTRIES: int = 2000
## The WebP quality of the thumbnail strip, 0 to 1.
const STRIP_QUALITY: float = 0.8

## The last thumbnails, oldest first.
var frames: Array[Image] = []
## The play so far: [code]{time_s, track, title, steady, scene}[/code]. An entry lasts until the next one's [code]time_s[/code].
var timeline: Array[Dictionary] = []
## The end of the last entry, in seconds since the start of the play.
var end_s: float = 0.0

var _frame_times_s: PackedFloat64Array = []
# The game's clock at the start of the play; -1 before the first message.
var _start_us: int = -1
var _titles: Dictionary[String, String] = {}


## Clears the history, for a new play.
func clear() -> void:
	frames = []
	timeline = []
	end_s = 0.0
	_frame_times_s.clear()
	_start_us = -1
	_titles.clear()


## Adds a thumbnail and returns it; [param pixels] are RGB8. Returns null where they have the wrong size.
func add_frame(time_us: int, pixels: PackedByteArray) -> Image:
	if pixels.size() != SIDE * SIDE * 3:
		return null
	var image := Image.create_from_data(SIDE, SIDE, false, Image.FORMAT_RGB8, pixels)
	frames.append(image)
	_frame_times_s.append(_time_s(time_us))
	if frames.size() > MAX_FRAMES:
		frames.pop_front()
		_frame_times_s.remove_at(0)
	return image


## Adds an answer.
func add_answer(answer: Dictionary) -> void:
	var time_s: float = maxf(_time_s(answer.get("frame_time_us", 0)), end_s)
	var track: String = answer.get("steady_track", "")
	var steady: bool = not track.is_empty()
	for found: Dictionary in answer.get("matches", []):
		_titles[found["track"]] = found["title"]
		if track.is_empty():
			track = found["track"]
	end_s = time_s
	var entry: Dictionary = {
		"time_s": time_s,
		"track": track,
		"title": _titles.get(track, ""),
		"steady": steady,
		"scene": answer.get("scene", ""),
	}
	if timeline.is_empty() or not _is_same(timeline[-1], entry):
		timeline.append(entry)
		if timeline.size() > MAX_ENTRIES:
			timeline.pop_front()


## Returns the thumbnails side by side as a WebP picture; empty when there is none.
func thumbnail_strip() -> PackedByteArray:
	if frames.is_empty():
		return PackedByteArray()
	var all := Image.create_empty(SIDE * frames.size(), SIDE, false, Image.FORMAT_RGB8)
	for i: int in frames.size():
		all.blit_rect(frames[i], Rect2i(0, 0, SIDE, SIDE), Vector2i(i * SIDE, 0))
	return all.save_webp_to_buffer(true, STRIP_QUALITY)


## Returns the times of the first and the last thumbnail, in seconds since the start of the play.
func window_s() -> Vector2:
	return Vector2(_frame_times_s[0], _frame_times_s[-1]) if not frames.is_empty() else Vector2(end_s, end_s)


func _time_s(time_us: int) -> float:
	if _start_us < 0:
		_start_us = time_us
	return maxf(time_us - _start_us, 0.0) / 1e6


func _is_same(one: Dictionary, other: Dictionary) -> bool:
	return ["track", "steady", "scene"].all(func(key: String) -> bool: return one[key] == other[key])
