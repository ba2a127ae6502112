@tool
extends MarginContainer
## All that the dock holds, laid out for the room there is: what happens now beside the tabs where it is wide, as the
## first of the tabs where it is narrow.

const _Session := preload("../session/editor_session.gd")
const _Style := preload("dock_style.gd")
const _TrackColors := preload("track_colors.gd")
const _Header := preload("header/header.gd")
const _Problem := preload("header/problem_box.gd")
const _Live := preload("pages/live_page.gd")
const _Library := preload("pages/library_page.gd")
const _Models := preload("pages/bundles_page.gd")
const _Cues := preload("pages/cues_page.gd")
## From this width on, at 100 %, the tabs stand beside what happens now.
const WIDE: float = 760.0
## What the dock asks for at least, at 100 %: room for a few rows of the ranking.
const HEIGHT: float = 230.0

## The user wants to say where the program is.
signal program_wanted()
## The user wants to say where the music is.
signal folder_wanted()
## The user has started the game from here.
signal play_begun()

var _session: _Session
var _wide: bool = false
var _header := _Header.new()
var _problem := _Problem.new()
var _live := _Live.new()
var _library := _Library.new()
var _models := _Models.new()
var _cues := _Cues.new()
var _split := HSplitContainer.new()
var _tabs := TabContainer.new()


func _init() -> void:
	for side: StringName in [&"margin_left", &"margin_right", &"margin_top", &"margin_bottom"]:
		add_theme_constant_override(side, _Style.px(4))
	custom_minimum_size.y = _Style.px(HEIGHT)
	var column := VBoxContainer.new()
	add_child(column)
	_split.size_flags_vertical = SIZE_EXPAND_FILL
	for part: Control in [_header, _problem, _split]:
		column.add_child(part)
	_live.size_flags_horizontal = SIZE_EXPAND_FILL
	_live.size_flags_stretch_ratio = 1.35
	_tabs.size_flags_horizontal = SIZE_EXPAND_FILL
	_tabs.theme_type_variation = &"TabContainerInner"
	_tabs.custom_minimum_size.x = _Style.px(240)
	_tabs.tab_focus_mode = FOCUS_ALL
	_split.add_child(_tabs)
	for part: Control in [_live, _library, _models, _cues]:
		_tabs.add_child(part)
	_name_tabs()
	var colors := _TrackColors.new()
	_live.set_colors(colors)
	_cues.set_colors(colors)
	_connect_parts()
	resized.connect(_fit_width)


## Says what is shown; before the panel enters the tree.
func setup(session: _Session) -> void:
	_session = session
	for part: Control in [_header, _problem, _live, _library, _models, _cues]:
		part.call("setup", session)


## Gives the one button and the search their shortcuts, heard while the focus is inside the dock.
func set_shortcuts(act: Shortcut, context: Control) -> void:
	_header.set_shortcut(act, context)


## Puts the keyboard's focus onto the one button.
func focus_button() -> void:
	_header.focus_button()


## Shows the library, and puts the keyboard's focus onto its search.
func focus_search() -> void:
	_tabs.current_tab = _tabs.get_tab_idx_from_control(_library)
	_library.focus_search()


## Looks again at which pieces are in the project: files have come or gone.
func hear_of_files() -> void:
	_cues.mark_stale()


## What of the layout is worth keeping: where the two halves meet, and which tab is open.
func layout() -> Dictionary:
	return {split_offset = roundi(_split.split_offset / _Style.scale), tab = _tabs.get_current_tab_control().name}


## Takes a layout back that was kept.
func set_layout(kept: Dictionary) -> void:
	_split.split_offset = _Style.px(kept.get("split_offset", 0))
	var tab := _tabs.get_node_or_null(NodePath(kept.get("tab", ""))) as Control
	if tab != null:
		_tabs.current_tab = _tabs.get_tab_idx_from_control(tab)


func _ready() -> void:
	_fit_width()


func _enter_tree() -> void:
	_session.library_changed.connect(_name_tabs)
	_session.cues_changed.connect(_name_tabs)
	_name_tabs()


func _exit_tree() -> void:
	_session.library_changed.disconnect(_name_tabs)
	_session.cues_changed.disconnect(_name_tabs)


func _connect_parts() -> void:
	_live.name = "Live"
	_library.name = "Music"
	_models.name = "Bundles"
	_cues.name = "Cues"
	_header.acted.connect(_act)
	_header.program_wanted.connect(program_wanted.emit)
	_header.folder_wanted.connect(folder_wanted.emit)
	_library.folder_wanted.connect(folder_wanted.emit)
	_library.use_wanted.connect(_use)
	_live.track_chosen.connect(_show_track)


func _act() -> void:
	match _session.action:
		_Session.Action.CHOOSE_PROGRAM:
			program_wanted.emit()
		_Session.Action.CHOOSE_FOLDER:
			folder_wanted.emit()
		_Session.Action.USE_HERE:
			_use(_top_track())
		_Session.Action.PLAY:
			_session.act()
			play_begun.emit()
		_:
			_session.act()


# The scene's name is typed in the part that shows what happens now.
func _use(track: String) -> void:
	if track.is_empty():
		return
	if not _wide:
		_tabs.current_tab = _tabs.get_tab_idx_from_control(_live)
	_live.use(track)


func _top_track() -> String:
	var matches: Array = _session.answer.get("matches", [])
	return matches[0].get("track", "") if not matches.is_empty() else ""


func _show_track(track: String) -> void:
	_tabs.current_tab = _tabs.get_tab_idx_from_control(_library)
	_library.show_track(track)


func _name_tabs() -> void:
	_title(_library, "Music", _session.tracks_total if _session != null else 0)
	_title(_models, "Bundles", 0)
	_title(_cues, "Cues", (_session.cues.get("cues") as Array).size() if _session != null and _session.cues != null else 0)


func _title(part: Control, words: String, count: int) -> void:
	var title: String = words if count == 0 else "%s (%d)" % [words, count]
	_tabs.set_tab_title(_tabs.get_tab_idx_from_control(part), title)


# The part moves, with the focus inside it.
func _fit_width() -> void:
	var wide: bool = size.x >= WIDE * _Style.scale
	if wide == _wide:
		return
	_wide = wide
	var focused: Control = get_viewport().gui_get_focus_owner()
	_live.get_parent().remove_child(_live)
	if wide:
		_split.add_child(_live)
		_split.move_child(_live, 0)
		_live.show()
	else:
		_tabs.add_child(_live)
		_tabs.move_child(_live, 0)
		# What happens now is what was in sight: it stays so.
		_tabs.current_tab = 0
	if focused != null and _live.is_ancestor_of(focused):
		focused.grab_focus()
