extends "test_case.gd"
## The history of a play, from the messages of a game.

const PlayHistory := preload("../addons/scenescore/editor/session/play_history.gd")

var _history := PlayHistory.new()


func test_the_last_twelve_thumbnails_are_kept() -> void:
	for i: int in 20:
		check(_history.add_frame(5_000_000 + i * 1_000_000, _pixels(i)) != null, "a picture")
	equal(_history.frames.size(), 12)
	equal(_history.frames[0].get_pixel(40, 40).r8, 80)
	equal(_history.frames[-1].get_pixel(40, 40).r8, 190)
	equal(_history.window_s(), Vector2(8, 19))


func test_bytes_of_a_wrong_size_are_ignored() -> void:
	check(_history.add_frame(0, PackedByteArray([1, 2, 3])) == null, "no picture")
	equal(_history.frames.size(), 0)
	equal(_history.thumbnail_strip(), PackedByteArray())


func test_the_strip_shows_the_thumbnails_side_by_side() -> void:
	for i: int in 12:
		_history.add_frame(i * 1_000_000, _pixels(i * 2))
	var strip := Image.new()
	equal(strip.load_webp_from_buffer(_history.thumbnail_strip()), OK)
	equal(strip.get_size(), Vector2i(960, 80))
	for i: int in 12:
		near(strip.get_pixel(i * 80 + 40, 40).r8, i * 20, 6, "picture %d" % i)


func test_the_timeline_has_an_entry_for_each_piece_and_scene() -> void:
	_history.add_answer(_answer(100, "tracks/a", ""))
	_history.add_answer(_answer(101, "tracks/a", ""))
	_history.add_answer(_answer(102, "tracks/b", "tracks/a"))
	_history.add_answer(_answer(103, "tracks/b", "tracks/a"))
	_history.add_answer(_answer(104, "tracks/b", "tracks/a", "boss"))
	_history.add_answer(_answer(105, "tracks/b", "tracks/b", "boss"))
	equal(
		_history.timeline,
		[
			{"time_s": 0.0, "track": "tracks/a", "title": "A", "steady": false, "scene": ""},
			{"time_s": 2.0, "track": "tracks/a", "title": "A", "steady": true, "scene": ""},
			{"time_s": 4.0, "track": "tracks/a", "title": "A", "steady": true, "scene": "boss"},
			{"time_s": 5.0, "track": "tracks/b", "title": "B", "steady": true, "scene": "boss"},
		] as Array[Dictionary]
	)
	equal(_history.end_s, 5.0)


func test_time_does_not_run_backwards() -> void:
	_history.add_answer(_answer(10, "tracks/a", ""))
	_history.add_answer(_answer(20, "tracks/b", ""))
	_history.add_answer(_answer(5, "tracks/a", ""))
	equal(_history.end_s, 10.0)
	equal(_history.timeline[-1]["time_s"], 10.0)


func test_the_timeline_is_bounded() -> void:
	for i: int in PlayHistory.MAX_ENTRIES + 500:
		_history.add_answer(_answer(i, "tracks/%d" % (i % 2), ""))
	equal(_history.timeline.size(), PlayHistory.MAX_ENTRIES)
	equal(_history.timeline[-1]["time_s"], PlayHistory.MAX_ENTRIES + 499.0)


func test_a_new_play_starts_empty() -> void:
	_history.add_answer(_answer(10, "tracks/a", ""))
	_history.add_frame(11_000_000, _pixels(1))
	_history.clear()
	equal(_history.timeline.size() + _history.frames.size(), 0)
	_history.add_answer(_answer(3, "tracks/a", ""))
	equal(_history.timeline[0]["time_s"], 0.0)


func _pixels(value: int) -> PackedByteArray:
	var pixels := PackedByteArray()
	pixels.resize(80 * 80 * 3)
	pixels.fill(value * 10)
	return pixels


func _answer(time_s: float, top: String, steady: String, scene: String = "") -> Dictionary:
	var matches: Array[Dictionary] = []
	for track: String in ["tracks/a", "tracks/b"]:
		matches.append({"track": track, "title": track.right(1).to_upper()})
	if top != "tracks/a":
		matches.reverse()
	if not top in ["tracks/a", "tracks/b"]:
		matches = [{"track": top, "title": top}]
	return {"frame_time_us": int(time_s * 1e6), "matches": matches, "steady_track": steady, "scene": scene}
