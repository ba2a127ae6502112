@tool
extends MarginContainer
## The dock's content. In a wide dock the live page stands beside the tabs; in a narrow one it is the first tab.

const _Session := preload("../session/editor_session.gd")
const _Style := preload("dock_style.gd")
const _TrackColors := preload("track_colors.gd")
const _Header := preload("header/header.gd")
const _Problem := preload("header/problem_box.gd")
const _Live := preload("pages/live_page.gd")
const _Library := preload("pages/library_page.gd")
const _Models := preload("pages/bundles_page.gd")
const _Cues := preload("pages/cues_page.gd")
## The least width for the live page beside the tabs, in pixels at 100 %.
const MIN_WIDTH_FOR_TWO_COLUMNS: float = 760.0
## The least height, in pixels at 100 %: enough for a few rows of the ranking.
const MIN_HEIGHT: float = 230.0

## The user wants to choose the program.
signal program_wanted()
## The user wants to choose the music folder.
signal folder_wanted()
## The user has started the game from the dock.
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
	custom_minimum_size.y = _Style.px(MIN_HEIGHT)
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
	_update_tab_titles()
	var colors := _TrackColors.new()
	_live.set_colors(colors)
	_cues.set_colors(colors)
	_connect_parts()
	resized.connect(_fit_width)


## Sets the session to show. Call it before the panel enters the tree.
func setup(session: _Session) -> void:
	_session = session
	for part: Control in [_header, _problem, _live, _library, _models, _cues]:
		part.call("setup", session)


## Sets the shortcut of the main button. It works while the focus is inside [param context].
func set_shortcuts(act: Shortcut, context: Control) -> void:
	_header.set_shortcut(act, context)


## Focuses the main button.
func focus_button() -> void:
	_header.focus_button()


## Opens the library page and focuses its search.
func focus_search() -> void:
	_tabs.current_tab = _tabs.get_tab_idx_from_control(_library)
	_library.focus_search()


## Updates which pieces are in the project, after files were added or removed.
func refresh_files() -> void:
	_cues.mark_stale()


## Returns the layout to save: the position of the split, and the open tab.
func layout() -> Dictionary:
	return {split_offset = roundi(_split.split_offset / _Style.scale), tab = _tabs.get_current_tab_control().name}


## Restores a saved layout.
func set_layout(saved: Dictionary) -> void:
	_split.split_offset = _Style.px(saved.get("split_offset", 0))
	var tab := _tabs.get_node_or_null(NodePath(saved.get("tab", ""))) as Control
	if tab != null:
		_tabs.current_tab = _tabs.get_tab_idx_from_control(tab)


func _ready() -> void:
	_fit_width()


func _enter_tree() -> void:
	_session.library_changed.connect(_update_tab_titles)
	_session.cues_changed.connect(_update_tab_titles)
	_update_tab_titles()


func _exit_tree() -> void:
	_session.library_changed.disconnect(_update_tab_titles)
	_session.cues_changed.disconnect(_update_tab_titles)


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


# The live page asks for the scene's name where it has none.
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


func _update_tab_titles() -> void:
	_set_title(_library, "Music", _session.tracks_total if _session != null else 0)
	_set_title(_models, "Bundles", 0)
	_set_title(_cues, "Cues", (_session.cues.get("cues") as Array).size() if _session != null and _session.cues != null else 0)


func _set_title(page: Control, label: String, count: int) -> void:
	var title: String = label if count == 0 else "%s (%d)" % [label, count]
	_tabs.set_tab_title(_tabs.get_tab_idx_from_control(page), title)


# Moves the live page between the split and the tabs, and keeps the focus inside it.
func _fit_width() -> void:
	var wide: bool = size.x >= MIN_WIDTH_FOR_TWO_COLUMNS * _Style.scale
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
		# The live page was visible, so it stays visible.
		_tabs.current_tab = 0
	if focused != null and _live.is_ancestor_of(focused):
		focused.grab_focus()
