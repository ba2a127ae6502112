@tool
extends "../dock_part.gd"
## The library page: the music folder, the progress of its import, files that couldn't be read, and the list of pieces.

const _Import := preload("import_progress.gd")
const _BrokenFiles := preload("broken_files.gd")
const _TrackColors := preload("../track_colors.gd")
## The most rows of the list. Nobody reads more; the search finds the others.
const MAX_ROWS: int = 500

enum LibraryPageColumn { TITLE, ARTIST, LENGTH, LICENSE, BUTTONS, COUNT }
enum LibraryPageButton { AUDITION, USE }

## The user wants to choose the music folder.
signal folder_wanted()
## The user wants the scene to play this piece.
signal use_wanted(track: String)

var _folder := Button.new()
var _search := LineEdit.new()
var _broken := Button.new()
var _import := _Import.new()
var _tree := Tree.new()
var _broken_files := _BrokenFiles.new()
var _hint := Label.new()
# The tracks that match the search.
var _found: Array[Dictionary] = []


func _init() -> void:
	add_child(_top_row())
	add_child(_import)
	add_child(_broken_files)
	_hint.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_hint.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_hint.vertical_alignment = VERTICAL_ALIGNMENT_CENTER
	add_child(_hint)
	_set_up_tree()
	add_child(_tree)


func setup(shown: _Session) -> void:
	super(shown)
	_import.setup(shown)
	_broken_files.setup(shown)


## Focuses the search.
func focus_search() -> void:
	_search.grab_focus()
	_search.select_all()


## Selects a piece and scrolls to it.
func show_track(track: String) -> void:
	_broken.button_pressed = false
	_search.text = ""
	refresh()
	for item: TreeItem in _items():
		if item.get_metadata(0) == track:
			item.select(LibraryPageColumn.TITLE)
			_tree.scroll_to_item(item, true)


func refresh() -> void:
	_show_top_row()
	_find()
	var broken_shown: bool = _broken.button_pressed
	_broken_files.visible = broken_shown
	_tree.visible = not _found.is_empty() and not broken_shown
	_hint.visible = not broken_shown and (_found.is_empty() or _found.size() > MAX_ROWS)
	_hint.size_flags_vertical = SIZE_EXPAND_FILL if _found.is_empty() else SIZE_FILL
	_hint.text = _list_text()
	_fill_tree()


func _signals() -> Array[Signal]:
	return [session.changed, session.library_changed, session.import_changed, session.audition_changed]


func _apply_theme() -> void:
	_folder.icon = _Style.icon(self, &"Folder")
	_search.right_icon = _Style.icon(self, &"Search")
	_broken.icon = _Style.icon(self, &"StatusWarning")
	_hint.add_theme_color_override(&"font_color", _Style.dim_color(self))
	_fit_columns()


func _top_row() -> HBoxContainer:
	var row := HBoxContainer.new()
	_folder.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	_folder.alignment = HORIZONTAL_ALIGNMENT_LEFT
	_folder.size_flags_horizontal = SIZE_EXPAND_FILL
	_folder.pressed.connect(func() -> void: folder_wanted.emit())
	row.add_child(_folder)
	_search.placeholder_text = "Search pieces"
	_search.clear_button_enabled = true
	_search.size_flags_horizontal = SIZE_EXPAND_FILL
	_search.accessibility_name = "Search pieces by title, artist or licence"
	_search.text_changed.connect(func(_text: String) -> void: mark_stale())
	# Enter moves the focus from the search to its results.
	_search.text_submitted.connect(func(_text: String) -> void: _tree.grab_focus())
	row.add_child(_search)
	_broken.toggle_mode = true
	_broken.tooltip_text = "Show the files that couldn't be read"
	_broken.toggled.connect(func(_on: bool) -> void: mark_stale())
	row.add_child(_broken)
	return row


func _set_up_tree() -> void:
	_tree.columns = LibraryPageColumn.COUNT
	_tree.hide_root = true
	_tree.select_mode = Tree.SELECT_ROW
	_tree.allow_search = false
	_tree.size_flags_vertical = SIZE_EXPAND_FILL
	_tree.custom_minimum_size.y = _Style.px(60)
	_tree.accessibility_name = "Pieces of the library"
	_tree.create_item()
	for column: int in [LibraryPageColumn.LENGTH, LibraryPageColumn.BUTTONS]:
		_tree.set_column_expand(column, false)
	_tree.set_column_expand_ratio(LibraryPageColumn.TITLE, 4)
	_tree.set_column_expand_ratio(LibraryPageColumn.ARTIST, 3)
	_tree.set_column_expand_ratio(LibraryPageColumn.LICENSE, 2)
	for column: int in LibraryPageColumn.COUNT:
		_tree.set_column_clip_content(column, true)
	_tree.item_activated.connect(func() -> void: _audition(_tree.get_selected()))
	_tree.button_clicked.connect(_press)
	_tree.gui_input.connect(_on_key)
	_tree.resized.connect(_fit_columns)


func _show_top_row() -> void:
	var usable: bool = session.stage >= _Session.Stage.READY
	_folder.disabled = not usable
	_folder.text = session.library_folder.get_file() if not session.library_folder.is_empty() else "Choose music folder…"
	_folder.tooltip_text = (
		"The folder that the library follows:\n%s\nPress to choose another." % session.library_folder
		if not session.library_folder.is_empty()
		else "Choose the folder with the music for your game."
	)
	_search.visible = not session.tracks.is_empty()
	_broken.visible = not session.broken.is_empty()
	_broken.text = str(session.broken.size())
	_broken.accessibility_name = "%d files couldn't be read" % session.broken.size()
	if session.broken.is_empty():
		_broken.set_pressed_no_signal(false)


func _find() -> void:
	var wanted: String = _search.text.strip_edges().to_lower()
	_found = session.tracks if wanted.is_empty() else session.tracks.filter(
		func(track: Dictionary) -> bool:
			return ("%s %s %s" % [track["title"], track["artist"], track["license"]]).to_lower().contains(wanted)
	)


func _list_text() -> String:
	if _found.size() > MAX_ROWS:
		return "The first %d of %d pieces: search to see others." % [MAX_ROWS, maxi(_found.size(), session.tracks_total)]
	if not session.tracks.is_empty():
		return "No piece is called “%s”." % _search.text.strip_edges()
	if session.importing:
		return "Your pieces appear here while they are imported."
	if session.stage < _Session.Stage.READY:
		return "Your music appears here once the Scenescore program runs."
	if session.library_folder.is_empty():
		return "No music yet: choose a folder."
	return "No music in this folder: choose another one."


# Reuses the rows, so that the scroll position and the selected row stay.
func _fill_tree() -> void:
	var count: int = mini(_found.size(), MAX_ROWS)
	var items: Array[TreeItem] = _items()
	for i: int in range(items.size(), count):
		items.append(_tree.create_item())
	for i: int in items.size():
		items[i].visible = i < count
		if i < count:
			_fill_row(items[i], _found[i])
		elif items[i].is_selected(LibraryPageColumn.TITLE):
			items[i].deselect(LibraryPageColumn.TITLE)


func _fill_row(item: TreeItem, track: Dictionary) -> void:
	var id: String = track["track"]
	var playing: bool = id == session.auditioning
	var license: String = track["license"]
	if item.get_metadata(0) != id or item.get_text(LibraryPageColumn.TITLE) != track["title"]:
		item.set_metadata(0, id)
		item.set_text(LibraryPageColumn.TITLE, track["title"])
		item.set_text(LibraryPageColumn.ARTIST, track["artist"])
		item.set_text(LibraryPageColumn.LENGTH, _Style.clock(track["duration_s"]))
		item.set_text_alignment(LibraryPageColumn.LENGTH, HORIZONTAL_ALIGNMENT_RIGHT)
		item.set_tooltip_text(LibraryPageColumn.TITLE, "%s\n%s" % [track["title"], _Style.credit(track)])
	item.set_text(LibraryPageColumn.LICENSE, license if not license.is_empty() else "unknown")
	item.set_custom_color(LibraryPageColumn.ARTIST, _Style.dim_color(self))
	item.set_custom_color(LibraryPageColumn.LENGTH, _Style.dim_color(self))
	item.set_custom_color(LibraryPageColumn.LICENSE, _Style.dim_color(self) if not license.is_empty() else _Style.color(self, &"warning_color"))
	if item.get_button_count(LibraryPageColumn.BUTTONS) == 0:
		item.add_button(LibraryPageColumn.BUTTONS, _Style.icon(self, &"Play"), LibraryPageButton.AUDITION)
		item.add_button(LibraryPageColumn.BUTTONS, _Style.icon(self, &"Pin"), LibraryPageButton.USE, false, "Use this piece here: make it the scene's cue")
	item.set_button(LibraryPageColumn.BUTTONS, 0, _Style.icon(self, &"Stop" if playing else &"Play"))
	item.set_button_tooltip_text(LibraryPageColumn.BUTTONS, 0, "Stop listening" if playing else "Listen to this piece here in the editor")
	if playing:
		item.set_custom_color(LibraryPageColumn.TITLE, _Style.color(self, &"accent_color"))
	else:
		item.clear_custom_color(LibraryPageColumn.TITLE)


func _fit_columns() -> void:
	var width: float = _tree.size.x / _Style.scale
	_tree.set_column_custom_minimum_width(LibraryPageColumn.LENGTH, _Style.px(48))
	_tree.set_column_custom_minimum_width(LibraryPageColumn.BUTTONS, _Style.px(58))
	# Tree can't hide a column, but a column without width is not visible.
	for column: int in [LibraryPageColumn.ARTIST, LibraryPageColumn.LICENSE]:
		var shown: bool = width >= (320.0 if column == LibraryPageColumn.ARTIST else 440.0)
		_tree.set_column_expand(column, shown)
		_tree.set_column_custom_minimum_width(column, 1 if shown else 0)


func _on_key(event: InputEvent) -> void:
	# Space and Enter (which the tree handles) play a piece; Shift+Enter uses it.
	var key := event as InputEventKey
	if key == null or not key.pressed or key.echo or _tree.get_selected() == null:
		return
	if key.keycode == KEY_SPACE:
		_audition(_tree.get_selected())
		_tree.accept_event()
	elif key.keycode == KEY_ENTER and key.shift_pressed:
		use_wanted.emit(_tree.get_selected().get_metadata(0))
		_tree.accept_event()


func _press(item: TreeItem, _column: int, id: int, mouse_button: int) -> void:
	if mouse_button != MOUSE_BUTTON_LEFT:
		return
	if id == LibraryPageButton.AUDITION:
		_audition(item)
	else:
		use_wanted.emit(item.get_metadata(0))


func _audition(item: TreeItem) -> void:
	if item == null:
		return
	var track: String = item.get_metadata(0)
	if session.auditioning == track:
		session.stop_audition()
	else:
		session.audition(track)


func _items() -> Array[TreeItem]:
	return _tree.get_root().get_children()
