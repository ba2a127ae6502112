@tool
extends "../dock_part.gd"
## The cues page: which scene plays which piece, whether the piece is in the project, and a button that copies the pieces
## into the project.

const _TrackColors := preload("../track_colors.gd")

enum CuesPageColumn { SCENE, WINDOW, PIECE, LICENSE, BUTTONS, COUNT }
enum CuesPageButton { AUDITION, REMOVE }

var _colors: _TrackColors
var _tree := Tree.new()
var _hint := Label.new()
var _state := _Style.label()
var _copy := Button.new()
var _copying: bool = false
# The result of the last copy; empty before it.
var _copy_result: String = ""
# Asks before a cue is removed; created when it is first needed.
var _question: ConfirmationDialog
var _to_remove: String = ""
# The thumbnails of the cues' windows.
var _windows: Dictionary[Resource, Texture2D] = {}


func _init() -> void:
	_hint.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_hint.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_hint.vertical_alignment = VERTICAL_ALIGNMENT_CENTER
	_hint.size_flags_vertical = SIZE_EXPAND_FILL
	_hint.text = "No cues yet: play your game, and press “Use here” beside a piece that fits the scene."
	add_child(_hint)
	_set_up_tree()
	add_child(_tree)
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(8))
	add_child(row)
	_state.mouse_filter = MOUSE_FILTER_PASS
	_state.accessibility_live = DisplayServer.LIVE_POLITE
	row.add_child(_state)
	_copy.text = "Copy the pieces into the project"
	_copy.tooltip_text = (
		"Copy the cues' audio files into the project and write MUSIC_CREDITS.md.\n"
		+ "The game can then play its cues without the Scenescore program."
	)
	_copy.pressed.connect(_copy_pieces)
	row.add_child(_copy)


## Sets the colours of the pieces, which all parts of the dock share.
func set_colors(colors: _TrackColors) -> void:
	_colors = colors


func refresh() -> void:
	var cues: Array = _cues()
	_tree.visible = not cues.is_empty()
	_hint.visible = cues.is_empty()
	_copy.visible = not cues.is_empty()
	_copy.disabled = _copying or session.stage < _Session.Stage.READY
	_state.text = _describe_state(cues)
	_state.tooltip_text = _state.text
	_fill_tree(cues)


func _signals() -> Array[Signal]:
	return [session.changed, session.cues_changed, session.audition_changed]


func _apply_theme() -> void:
	_copy.icon = _Style.icon(self, &"Duplicate")
	_hint.add_theme_color_override(&"font_color", _Style.dim_color(self))
	_fit_columns()


func _set_up_tree() -> void:
	_tree.columns = CuesPageColumn.COUNT
	_tree.hide_root = true
	_tree.select_mode = Tree.SELECT_ROW
	_tree.size_flags_vertical = SIZE_EXPAND_FILL
	_tree.custom_minimum_size.y = _Style.px(60)
	_tree.accessibility_name = "Cues"
	_tree.set_column_expand(CuesPageColumn.BUTTONS, false)
	_tree.set_column_expand(CuesPageColumn.WINDOW, false)
	_tree.set_column_expand_ratio(CuesPageColumn.SCENE, 3)
	_tree.set_column_expand_ratio(CuesPageColumn.PIECE, 4)
	_tree.set_column_expand_ratio(CuesPageColumn.LICENSE, 2)
	for column: int in CuesPageColumn.COUNT:
		_tree.set_column_clip_content(column, true)
	_tree.item_activated.connect(func() -> void: _audition(_tree.get_selected()))
	_tree.button_clicked.connect(_press)
	_tree.gui_input.connect(_on_key)
	_tree.resized.connect(_fit_columns)
	_tree.create_item()


func _cues() -> Array:
	return session.cues.get("cues") if session.cues != null else []


func _describe_state(cues: Array) -> String:
	if cues.is_empty():
		return ""
	if _copying:
		return "Copying…"
	if not _copy_result.is_empty():
		return _copy_result
	var missing: int = 0
	for cue: Resource in cues:
		if not cue.call("is_playable"):
			missing += 1
	if missing == 0:
		return "All pieces are in the project"
	return "%d of %d not in the project yet" % [missing, cues.size()]


func _fill_tree(cues: Array) -> void:
	var items: Array[TreeItem] = _tree.get_root().get_children()
	for i: int in range(items.size(), cues.size()):
		items.append(_tree.create_item())
	for i: int in items.size():
		if i < cues.size():
			_fill_row(items[i], cues[i])
		else:
			items[i].free()
	for cue: Resource in _windows.keys():
		if cue not in cues:
			_windows.erase(cue)


func _fill_row(item: TreeItem, cue: Resource) -> void:
	var track: String = cue.get("track")
	var artist: String = cue.get("artist")
	var license: String = cue.get("license")
	var playable: bool = cue.call("is_playable")
	item.set_metadata(0, cue)
	item.set_text(CuesPageColumn.SCENE, cue.get("scene"))
	item.set_custom_font(CuesPageColumn.SCENE, get_theme_font(&"bold", &"EditorFonts"))
	item.set_icon(CuesPageColumn.WINDOW, _window_of(cue) if _has_room() else null)
	item.set_icon_max_width(CuesPageColumn.WINDOW, _Style.px(110))
	item.set_tooltip_text(CuesPageColumn.WINDOW, "The 12 seconds for which the piece was chosen")
	item.set_text(CuesPageColumn.PIECE, cue.get("title") + ("" if artist.is_empty() else " · " + artist))
	item.set_icon(CuesPageColumn.PIECE, _Style.icon(self, &"StatusSuccess" if playable else &"File"))
	item.set_icon_modulate(CuesPageColumn.PIECE, Color.WHITE if playable else _Style.dim_color(self))
	item.set_tooltip_text(CuesPageColumn.PIECE, _describe(cue, playable))
	item.set_text(CuesPageColumn.LICENSE, license if not license.is_empty() else "unknown")
	item.set_custom_color(CuesPageColumn.LICENSE, _Style.dim_color(self) if not license.is_empty() else _Style.color(self, &"warning_color"))
	item.set_tooltip_text(
		CuesPageColumn.LICENSE, license if not license.is_empty() else "Find out the licence before you publish the game: without one you may not use the piece."
	)
	var playing: bool = track == session.auditioning and not track.is_empty()
	if item.get_button_count(CuesPageColumn.BUTTONS) == 0:
		item.add_button(CuesPageColumn.BUTTONS, _Style.icon(self, &"Play"), CuesPageButton.AUDITION)
		item.add_button(CuesPageColumn.BUTTONS, _Style.icon(self, &"Remove"), CuesPageButton.REMOVE, false, "Remove this cue (Delete)")
	item.set_button(CuesPageColumn.BUTTONS, 0, _Style.icon(self, &"Stop" if playing else &"Play"))
	item.set_button_tooltip_text(CuesPageColumn.BUTTONS, 0, "Stop listening" if playing else "Listen to this piece here in the editor")
	item.set_button_disabled(CuesPageColumn.BUTTONS, 0, session.stage < _Session.Stage.READY)


func _describe(cue: Resource, playable: bool) -> String:
	var lines := PackedStringArray([cue.get("title")])
	for key: String in ["artist", "url"]:
		if not (cue.get(key) as String).is_empty():
			lines.append(cue.get(key))
	lines.append(cue.get("audio") if playable else "Not in the project yet: copy the pieces before you publish the game.")
	return "\n".join(lines)


func _window_of(cue: Resource) -> Texture2D:
	if not _windows.has(cue):
		var bytes: PackedByteArray = cue.get("window")
		var image := Image.new()
		var readable: bool = not bytes.is_empty() and image.load_webp_from_buffer(bytes) == OK
		_windows[cue] = ImageTexture.create_from_image(image) if readable else null
	return _windows[cue]


func _fit_columns() -> void:
	_tree.set_column_custom_minimum_width(CuesPageColumn.BUTTONS, _Style.px(58))
	var window_width: int = _Style.px(118) if _has_room() else 0
	if _tree.get_column_width(CuesPageColumn.WINDOW) != window_width:
		_tree.set_column_custom_minimum_width(CuesPageColumn.WINDOW, window_width)
		mark_stale()


# Whether there is room for the thumbnails.
func _has_room() -> bool:
	return _tree.size.x >= _Style.px(420)


func _on_key(event: InputEvent) -> void:
	var key := event as InputEventKey
	if key == null or not key.pressed or key.echo or _tree.get_selected() == null:
		return
	if key.keycode == KEY_DELETE:
		_ask_to_remove(_tree.get_selected())
		_tree.accept_event()
	elif key.keycode == KEY_SPACE:
		_audition(_tree.get_selected())
		_tree.accept_event()


func _press(item: TreeItem, _column: int, id: int, mouse_button: int) -> void:
	if mouse_button != MOUSE_BUTTON_LEFT:
		return
	if id == CuesPageButton.AUDITION:
		_audition(item)
	else:
		_ask_to_remove(item)


func _audition(item: TreeItem) -> void:
	if item == null or session.stage < _Session.Stage.READY:
		return
	var track: String = (item.get_metadata(0) as Resource).get("track")
	if session.auditioning == track:
		session.stop_audition()
	else:
		session.audition(track)


# Asks first, because a removed cue can't be restored.
func _ask_to_remove(item: TreeItem) -> void:
	var scene: String = (item.get_metadata(0) as Resource).get("scene")
	if _question == null:
		_question = ConfirmationDialog.new()
		_question.ok_button_text = "Remove"
		add_child(_question)
		_question.confirmed.connect(_remove)
	_to_remove = scene
	_question.dialog_text = "Remove the cue of the scene “%s”?" % scene
	_question.popup_centered()


func _remove() -> void:
	_copy_result = ""
	session.remove_cue(_to_remove)
	_tree.grab_focus()


func _copy_pieces() -> void:
	_copying = true
	_copy_result = ""
	refresh()
	var problem: String = await session.copy_pieces()
	_copying = false
	# The problem box shows what went wrong.
	_copy_result = "Copied" if problem.is_empty() else ""
	mark_stale()
