@tool
extends "../dock_part.gd"
## The play so far: which piece was the steady match when, each in its own colour, under the scenes that the game named.
##
## Left and Right go from piece to piece; the pointer or the focus tells what was playing then.

const _TrackColors := preload("../track_colors.gd")
const STEPS_S: Array[float] = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000]

## The user asks for the piece that was steady there.
signal track_chosen(track: String)

## Whether there is room for the scenes' names and the clock too.
var roomy: bool = true:
	set(value):
		if roomy != value:
			roomy = value
			mark_stale()

var _colors: _TrackColors
var _chart := Control.new()
var _chosen: int = -1
# How many of the session's entries are in the runs.
var _taken: int = 0
# The timeline without repetitions: {begin_s, end_s, track, title, scene, steady}.
var _runs: Array[Dictionary] = []
# The same by scene; one without a name has an empty one.
var _scenes: Array[Dictionary] = []


func _init() -> void:
	_chart.focus_mode = FOCUS_ALL
	_chart.accessibility_name = "Timeline of the play"
	_chart.draw.connect(_draw_chart)
	_chart.gui_input.connect(_hear)
	_chart.mouse_exited.connect(_choose.bind(-1))
	_chart.focus_entered.connect(_chart.queue_redraw)
	_chart.focus_exited.connect(_lose_focus)
	_chart.resized.connect(_chart.queue_redraw)
	_chart.clip_contents = true
	add_child(_chart)


## Gives the colours that pieces have in the whole dock.
func set_colors(colors: _TrackColors) -> void:
	_colors = colors


func refresh() -> void:
	_take_in()
	_chosen = mini(_chosen, _runs.size() - 1)
	visible = not _runs.is_empty()
	_chart.custom_minimum_size.y = _lane() * _lanes()
	_chart.queue_redraw()


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden timeline must hear too that there is something to show.
	visible = visible or (session != null and not session.timeline.is_empty())
	super()


func _signals() -> Array[Signal]:
	return [session.timeline_changed]


func _apply_theme() -> void:
	_chart.queue_redraw()


# Takes in what has come since the last time: two hours of play are not gone through each second.
func _take_in() -> void:
	var entries: Array[Dictionary] = session.timeline
	if entries.size() < _taken or (_taken > 0 and entries[0]["time_s"] != _runs[0]["begin_s"]):
		_taken = 0
		_runs.clear()
		_scenes.clear()
	for i: int in range(_taken, entries.size()):
		var entry: Dictionary = entries[i]
		_extend(_runs, entry, ["track", "steady"])
		_extend(_scenes, entry, ["scene"])
	_taken = entries.size()
	if _taken > 0:
		_runs[-1]["end_s"] = session.timeline_end_s
		_scenes[-1]["end_s"] = session.timeline_end_s


# Adds an entry as a run of its own, or to the last one where both agree in the keys.
func _extend(runs: Array[Dictionary], entry: Dictionary, keys: Array[String]) -> void:
	if not runs.is_empty():
		runs[-1]["end_s"] = entry["time_s"]
		if keys.all(func(key: String) -> bool: return runs[-1][key] == entry[key]):
			return
	var run: Dictionary = entry.duplicate()
	run["begin_s"] = entry["time_s"]
	run["end_s"] = entry["time_s"]
	runs.append(run)


func _draw_chart() -> void:
	var lane: float = _lane()
	var y: float = 0.0
	if roomy and _has_scenes():
		_draw_scenes(y, lane)
		y += lane
	_draw_runs(y, lane)
	if roomy:
		_draw_clock(y + lane, lane)
	if _chart.has_focus():
		_chart.draw_style_box(get_theme_stylebox(&"Focus", &"EditorStyles"), Rect2(Vector2.ZERO, _chart.size))


func _draw_scenes(y: float, height: float) -> void:
	var color: Color = _Style.quiet(self)
	for i: int in _scenes.size():
		var begin: float = _x(_scenes[i]["begin_s"])
		var end: float = _x(_scenes[i]["end_s"])
		if (_scenes[i]["scene"] as String).is_empty() or end - begin < _Style.px(14):
			continue
		_chart.draw_line(Vector2(begin, y + _Style.px(2)), Vector2(begin, y + height), Color(color, 0.3), _Style.px(1))
		_draw_text(_scenes[i]["scene"], begin + _Style.px(4), y, end - begin - _Style.px(6), height, color)


func _draw_runs(y: float, height: float) -> void:
	var drawn_to: float = -1.0
	for i: int in _runs.size():
		var run: Dictionary = _runs[i]
		var begin: float = _x(run["begin_s"])
		var end: float = maxf(_x(run["end_s"]), begin + 1.0)
		# What is narrower than a pixel and lies within one that is drawn already cannot be seen.
		if end <= drawn_to:
			continue
		drawn_to = end
		_draw_run(run, Rect2(begin, y, end - begin, height), i == _chosen)


func _draw_run(run: Dictionary, place: Rect2, chosen: bool) -> void:
	var track: String = run["track"]
	if track.is_empty() or not run["steady"]:
		var undecided: Color = Color(_Style.color(self, &"font_color"), 0.1)
		_chart.draw_rect(place.grow_individual(0, -_Style.px(5), 0, -_Style.px(5)), undecided)
	else:
		var color: Color = _colors.of(track, _Style.is_dark(self))
		_chart.draw_rect(place.grow_individual(0, -_Style.px(1), -1 if place.size.x > 4 else 0, -_Style.px(1)), color)
		_draw_text(
			run["title"], place.position.x + _Style.px(5), place.position.y, place.size.x - _Style.px(8), place.size.y,
			_TrackColors.ink_on(color)
		)
	if chosen:
		_chart.draw_rect(place.grow(-0.5), _Style.color(self, &"font_color"), false, _Style.px(1))


func _draw_clock(y: float, height: float) -> void:
	var color: Color = _Style.quiet(self)
	var step: float = _step_s()
	var time: float = 0.0
	while time <= _length_s():
		var x: float = _x(time)
		_chart.draw_line(Vector2(x, y), Vector2(x, y + _Style.px(3)), Color(color, 0.5), _Style.px(1))
		_draw_text(_Style.clock(time), x + _Style.px(3), y, _chart.size.x - x, height, color)
		time += step


func _draw_text(text: String, x: float, y: float, width: float, height: float, color: Color) -> void:
	# Less than two letters tell nothing.
	if width < _Style.px(14):
		return
	var font: Font = get_theme_font(&"main", &"EditorFonts")
	var font_size: int = _font_size()
	var line := TextLine.new()
	line.add_string(text, font, font_size)
	line.width = width
	line.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	line.draw(_chart.get_canvas_item(), Vector2(x, y + (height - line.get_size().y) / 2).round(), color)


func _hear(event: InputEvent) -> void:
	if event is InputEventMouseMotion:
		_choose(_run_at((event as InputEventMouseMotion).position.x))
	elif event is InputEventMouseButton and event.is_pressed():
		_choose(_run_at((event as InputEventMouseButton).position.x))
		_tell_choice()
	elif event.is_action_pressed(&"ui_left", true):
		_choose(maxi(_chosen - 1, 0) if _chosen >= 0 else _runs.size() - 1)
		_chart.accept_event()
	elif event.is_action_pressed(&"ui_right", true):
		_choose(mini(_chosen + 1, _runs.size() - 1))
		_chart.accept_event()
	elif event.is_action_pressed(&"ui_accept"):
		_tell_choice()
		_chart.accept_event()


func _lose_focus() -> void:
	_choose(-1)
	_chart.queue_redraw()


func _choose(index: int) -> void:
	if _chosen == index:
		return
	_chosen = index
	var words: String = _describe(_runs[index]) if index >= 0 else ""
	_chart.tooltip_text = words
	_chart.accessibility_description = words
	_chart.queue_redraw()


func _tell_choice() -> void:
	if _chosen >= 0 and not (_runs[_chosen]["track"] as String).is_empty():
		track_chosen.emit(_runs[_chosen]["track"])


func _describe(run: Dictionary) -> String:
	var title: String = run["title"]
	var what: String = title
	if (run["track"] as String).is_empty():
		what = "no match yet"
	elif not run["steady"]:
		what += ", not steady"
	var scene: String = _scene_at(run["begin_s"])
	return "%s to %s: %s%s" % [
		_Style.clock(run["begin_s"]), _Style.clock(run["end_s"]), what, "" if scene.is_empty() else "\nScene: " + scene
	]


func _has_scenes() -> bool:
	return _scenes.size() > 1 or (_scenes.size() == 1 and not (_scenes[0]["scene"] as String).is_empty())


func _scene_at(time_s: float) -> String:
	for run: Dictionary in _scenes:
		if time_s >= run["begin_s"] and time_s < run["end_s"]:
			return run["scene"]
	return ""


func _run_at(x: float) -> int:
	var time_s: float = x / maxf(_chart.size.x, 1.0) * _length_s()
	for i: int in _runs.size():
		if time_s < _runs[i]["end_s"]:
			return i
	return _runs.size() - 1


func _x(time_s: float) -> float:
	return roundf(time_s / _length_s() * _chart.size.x)


# At least a minute, so that the first seconds don't fill the whole width.
func _length_s() -> float:
	return maxf(session.timeline_end_s, 60.0)


func _step_s() -> float:
	var room: float = _Style.px(64) / maxf(_chart.size.x, 1.0) * _length_s()
	for step: float in STEPS_S:
		if step >= room:
			return step
	return ceilf(room / 36000.0) * 36000.0


func _lanes() -> int:
	if not roomy:
		return 1
	return 3 if _has_scenes() else 2


func _lane() -> float:
	return get_theme_font(&"main", &"EditorFonts").get_height(_font_size()) + _Style.px(3)


func _font_size() -> int:
	return roundi(get_theme_font_size(&"main_size", &"EditorFonts") * 0.85)
