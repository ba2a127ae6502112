@tool
extends RefCounted
## The play so far, as the dock shows it: the last pictures, and which piece fitted when.

## Pictures that are kept: one a second, as long as a window.
const FRAMES: int = 12
## Pixels on a picture's side.
const SIDE: int = 80
## Stretches of the timeline that are kept: hours of play.
const STRETCHES: int = 2000
const STRIP_QUALITY: float = 0.8

## The last pictures, oldest first.
var frames: Array[Image] = []
## Stretches of play: [code]{time_s, track, title, steady, scene}[/code], each until the next one's [code]time_s[/code].
var timeline: Array[Dictionary] = []
## Where the last stretch ends, seconds from the start of the play.
var end_s: float = 0.0

var _frame_times_s: PackedFloat64Array = []
# The game's clock at the start of the play; -1 before its first word.
var _zero_us: int = -1
var _titles: Dictionary[String, String] = {}


## Begins a new play.
func clear() -> void:
	frames = []
	timeline = []
	end_s = 0.0
	_frame_times_s.clear()
	_zero_us = -1
	_titles.clear()


## Takes a picture in, [param pixels] as RGB8; returns null for bytes that are none.
func add_frame(time_us: int, pixels: PackedByteArray) -> Image:
	if pixels.size() != SIDE * SIDE * 3:
		return null
	var image := Image.create_from_data(SIDE, SIDE, false, Image.FORMAT_RGB8, pixels)
	frames.append(image)
	_frame_times_s.append(_time_s(time_us))
	if frames.size() > FRAMES:
		frames.pop_front()
		_frame_times_s.remove_at(0)
	return image


## Takes an answer in.
func add_answer(answer: Dictionary) -> void:
	var time_s: float = maxf(_time_s(answer.get("frame_time_us", 0)), end_s)
	var track: String = answer.get("steady_track", "")
	var steady: bool = not track.is_empty()
	for found: Dictionary in answer.get("matches", []):
		_titles[found["track"]] = found["title"]
		if track.is_empty():
			track = found["track"]
	end_s = time_s
	var stretch: Dictionary = {
		"time_s": time_s,
		"track": track,
		"title": _titles.get(track, ""),
		"steady": steady,
		"scene": answer.get("scene", ""),
	}
	if timeline.is_empty() or not _is_same(timeline[-1], stretch):
		timeline.append(stretch)
		if timeline.size() > STRETCHES:
			timeline.pop_front()


## Returns the pictures side by side as a WebP picture; empty when there is none.
func strip() -> PackedByteArray:
	if frames.is_empty():
		return PackedByteArray()
	var all := Image.create_empty(SIDE * frames.size(), SIDE, false, Image.FORMAT_RGB8)
	for i: int in frames.size():
		all.blit_rect(frames[i], Rect2i(0, 0, SIDE, SIDE), Vector2i(i * SIDE, 0))
	return all.save_webp_to_buffer(true, STRIP_QUALITY)


## Returns when the pictures begin and end, seconds from the start of the play.
func window_s() -> Vector2:
	return Vector2(_frame_times_s[0], _frame_times_s[-1]) if not frames.is_empty() else Vector2(end_s, end_s)


func _time_s(time_us: int) -> float:
	if _zero_us < 0:
		_zero_us = time_us
	return maxf(time_us - _zero_us, 0.0) / 1e6


func _is_same(one: Dictionary, other: Dictionary) -> bool:
	return ["track", "steady", "scene"].all(func(key: String) -> bool: return one[key] == other[key])
