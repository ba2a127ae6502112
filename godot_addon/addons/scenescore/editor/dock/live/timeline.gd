@tool
extends "../dock_part.gd"
## The play so far: the steady match over time, each piece in its own colour, below the names of the scenes.
##
## The left and right keys move from piece to piece. The pointer or the focus shows the details of a piece.

const _TrackColors := preload("../track_colors.gd")
## The possible distances between two marks of the clock, in seconds.
const STEPS_S: Array[float] = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000]

## The user has clicked the piece that was steady at some time.
signal track_chosen(track: String)

## Whether there is room for the scenes' names and the clock.
var has_room: bool = true:
	set(value):
		if has_room != value:
			has_room = value
			mark_stale()

var _colors: _TrackColors
var _chart := Control.new()
var _chosen: int = -1
# How many of the session's entries the runs contain.
var _entry_count: int = 0
# Entries with the same piece, merged: {begin_s, end_s, track, title, scene, steady}.
var _runs: Array[Dictionary] = []
# Entries with the same scene, merged; a scene without a name has an empty one.
var _scenes: Array[Dictionary] = []


func _init() -> void:
	_chart.focus_mode = FOCUS_ALL
	_chart.accessibility_name = "Timeline of the play"
	_chart.draw.connect(_draw_chart)
	_chart.gui_input.connect(_on_gui_input)
	_chart.mouse_exited.connect(_choose.bind(-1))
	_chart.focus_entered.connect(_chart.queue_redraw)
	_chart.focus_exited.connect(_on_focus_exited)
	_chart.resized.connect(_chart.queue_redraw)
	_chart.clip_contents = true
	add_child(_chart)


## Sets the colours of the pieces, which all parts of the dock share.
func set_colors(colors: _TrackColors) -> void:
	_colors = colors


func refresh() -> void:
	_add_new_entries()
	_chosen = mini(_chosen, _runs.size() - 1)
	visible = not _runs.is_empty()
	_chart.custom_minimum_size.y = _lane() * _lane_count()
	_chart.queue_redraw()


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden part gets no refresh, so show it first.
	visible = visible or (session != null and not session.timeline.is_empty())
	super()


func _signals() -> Array[Signal]:
	return [session.timeline_changed]


func _apply_theme() -> void:
	_chart.queue_redraw()


# Adds only the new entries: a refresh each second must not go through hours of play.
func _add_new_entries() -> void:
	var entries: Array[Dictionary] = session.timeline
	if entries.size() < _entry_count or (_entry_count > 0 and entries[0]["time_s"] != _runs[0]["begin_s"]):
		_entry_count = 0
		_runs.clear()
		_scenes.clear()
	for i: int in range(_entry_count, entries.size()):
		var entry: Dictionary = entries[i]
		_extend(_runs, entry, ["track", "steady"])
		_extend(_scenes, entry, ["scene"])
	_entry_count = entries.size()
	if _entry_count > 0:
		_runs[-1]["end_s"] = session.timeline_end_s
		_scenes[-1]["end_s"] = session.timeline_end_s


# Merges an entry into the last run where both agree in the keys; else adds a new run.
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
	if has_room and _has_scenes():
		_draw_scenes(y, lane)
		y += lane
	_draw_runs(y, lane)
	if has_room:
		_draw_clock(y + lane, lane)
	if _chart.has_focus():
		_chart.draw_style_box(get_theme_stylebox(&"Focus", &"EditorStyles"), Rect2(Vector2.ZERO, _chart.size))


func _draw_scenes(y: float, height: float) -> void:
	var color: Color = _Style.dim_color(self)
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
		# Skip a run within a pixel that is already drawn.
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
			_TrackColors.text_color_on(color)
		)
	if chosen:
		_chart.draw_rect(place.grow(-0.5), _Style.color(self, &"font_color"), false, _Style.px(1))


func _draw_clock(y: float, height: float) -> void:
	var color: Color = _Style.dim_color(self)
	var step: float = _step_s()
	var time: float = 0.0
	while time <= _length_s():
		var x: float = _x(time)
		_chart.draw_line(Vector2(x, y), Vector2(x, y + _Style.px(3)), Color(color, 0.5), _Style.px(1))
		_draw_text(_Style.clock(time), x + _Style.px(3), y, _chart.size.x - x, height, color)
		time += step


func _draw_text(text: String, x: float, y: float, width: float, height: float, color: Color) -> void:
	# There is no room for two letters.
	if width < _Style.px(14):
		return
	var font: Font = get_theme_font(&"main", &"EditorFonts")
	var font_size: int = _font_size()
	var line := TextLine.new()
	line.add_string(text, font, font_size)
	line.width = width
	line.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	line.draw(_chart.get_canvas_item(), Vector2(x, y + (height - line.get_size().y) / 2).round(), color)


func _on_gui_input(event: InputEvent) -> void:
	if event is InputEventMouseMotion:
		_choose(_run_at((event as InputEventMouseMotion).position.x))
	elif event is InputEventMouseButton and event.is_pressed():
		_choose(_run_at((event as InputEventMouseButton).position.x))
		_emit_choice()
	elif event.is_action_pressed(&"ui_left", true):
		_choose(maxi(_chosen - 1, 0) if _chosen >= 0 else _runs.size() - 1)
		_chart.accept_event()
	elif event.is_action_pressed(&"ui_right", true):
		_choose(mini(_chosen + 1, _runs.size() - 1))
		_chart.accept_event()
	elif event.is_action_pressed(&"ui_accept"):
		_emit_choice()
		_chart.accept_event()


func _on_focus_exited() -> void:
	_choose(-1)
	_chart.queue_redraw()


func _choose(index: int) -> void:
	if _chosen == index:
		return
	_chosen = index
	var text: String = _describe(_runs[index]) if index >= 0 else ""
	_chart.tooltip_text = text
	_chart.accessibility_description = text
	_chart.queue_redraw()


func _emit_choice() -> void:
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


func _lane_count() -> int:
	if not has_room:
		return 1
	return 3 if _has_scenes() else 2


func _lane() -> float:
	return get_theme_font(&"main", &"EditorFonts").get_height(_font_size()) + _Style.px(3)


func _font_size() -> int:
	return roundi(get_theme_font_size(&"main_size", &"EditorFonts") * 0.85)
