@tool
extends "../dock_part.gd"
## The live ranking: the pieces that fit the picture, closest first.
##
## A piece keeps its row when its rank changes, so the keyboard focus stays on the piece. While the pointer is over the list,
## no row moves, appears or disappears, so that a click hits what the user sees.

const _Row := preload("ranking_row.gd")
const _TrackColors := preload("../track_colors.gd")

## The user wants the scene to play this piece.
signal use_wanted(track: String)

## The scene's name, which tells which piece already is its cue.
var scene_name: String = "":
	set(value):
		if scene_name != value:
			scene_name = value
			mark_stale()

var _colors: _TrackColors
var _rows := VBoxContainer.new()
var _scroll := ScrollContainer.new()
var _empty := Label.new()
var _is_frozen: bool = false


func _init() -> void:
	_empty.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_empty.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_empty.vertical_alignment = VERTICAL_ALIGNMENT_CENTER
	_empty.size_flags_vertical = SIZE_EXPAND_FILL
	add_child(_empty)
	_scroll.size_flags_vertical = SIZE_EXPAND_FILL
	_scroll.horizontal_scroll_mode = ScrollContainer.SCROLL_MODE_DISABLED
	_scroll.follow_focus = true
	_scroll.accessibility_name = "Ranking"
	add_child(_scroll)
	_rows.add_theme_constant_override(&"separation", 0)
	_rows.size_flags_horizontal = SIZE_EXPAND_FILL
	_rows.mouse_filter = MOUSE_FILTER_PASS
	_scroll.add_child(_rows)
	_scroll.mouse_entered.connect(_freeze)
	_scroll.mouse_exited.connect(_unfreeze)


## Sets the colours of the pieces, which all parts of the dock share.
func set_colors(colors: _TrackColors) -> void:
	_colors = colors


func refresh() -> void:
	var matches: Array = session.answer.get("matches", [])
	_empty.visible = matches.is_empty()
	_scroll.visible = not matches.is_empty()
	if matches.is_empty():
		_empty.text = _empty_text()
	if not _is_frozen or _rows.get_child_count() == 0 or matches.is_empty():
		_place_rows(matches)
	_fill_rows(matches)


func _signals() -> Array[Signal]:
	return [
		session.changed, session.answer_received, session.library_changed, session.import_changed, session.cues_changed,
		session.audition_changed,
	]


func _apply_theme() -> void:
	_empty.add_theme_color_override(&"font_color", _Style.dim_color(self))


# Gives each match a row: a piece that stays keeps its row, and a new piece reuses a free one.
func _place_rows(matches: Array) -> void:
	var kept: Dictionary[String, _Row] = {}
	var free: Array[_Row] = []
	for row: _Row in _rows.get_children():
		if matches.any(func(match: Dictionary) -> bool: return match.get("track") == row.track):
			kept[row.track] = row
		else:
			free.append(row)
	for i: int in matches.size():
		var track: String = matches[i].get("track", "")
		var row: _Row = kept.get(track)
		if row == null:
			row = free.pop_front() if not free.is_empty() else _new_row()
			row.track = track
		_rows.move_child(row, i)
	for row: _Row in free:
		_rows.remove_child(row)
		row.queue_free()


func _fill_rows(matches: Array) -> void:
	var cue: Resource = session.cues.call("for_scene", scene_name) if session.cues != null else null
	var cue_track: String = cue.get("track") if cue != null else ""
	var steady: String = session.answer.get("steady_track", "")
	var usable: bool = session.stage >= _Session.Stage.READY
	for match: Dictionary in matches:
		var row: _Row = _row_of(match.get("track", ""))
		if row == null:
			continue
		var track: String = row.track
		row.show_match(match, track == steady, _colors.of(track, _Style.is_dark(self)))
		row.show_state(track == session.auditioning, track == cue_track, usable)


func _row_of(track: String) -> _Row:
	for row: _Row in _rows.get_children():
		if row.track == track:
			return row
	return null


func _new_row() -> _Row:
	var row := _Row.new()
	row.audition_wanted.connect(_audition)
	row.use_wanted.connect(use_wanted.emit)
	_rows.add_child(row)
	return row


func _audition(track: String) -> void:
	if session.auditioning == track:
		session.stop_audition()
	else:
		session.audition(track)


func _freeze() -> void:
	_is_frozen = true


func _unfreeze() -> void:
	# Godot also sends this when the pointer moves to a button inside the list.
	if not _scroll.get_global_rect().has_point(_scroll.get_global_mouse_position()):
		_is_frozen = false
		mark_stale()


# Returns the text of an empty list.
func _empty_text() -> String:
	match session.stage:
		_Session.Stage.STARTING:
			return "Starting the Scenescore program…"
		_Session.Stage.READY:
			if session.action == _Session.Action.STOP:
				return "Your game runs; Scenescore waits for its first message."
			if session.tracks_total == 0 and not session.importing:
				return "No music yet: choose the folder with the music for your game."
			return "Play your game: the pieces that fit the picture appear here."
		_Session.Stage.LISTENING:
			return "Your game is being watched: the first match comes after a moment."
		_Session.Stage.MATCHING:
			return "No piece to choose from: the library is empty."
	return "The ranking appears here once the Scenescore program runs."
