@tool
extends "../dock_part.gd"
## The dock's first line: the stage, the number of pieces and the model, the main button, and a menu.

const _Stages := preload("stage_indicator.gd")
## The most letters of the button's text in a wide header. The tooltip shows longer texts whole.
const MAX_BUTTON_LETTERS_WIDE: int = 36
## The most letters of the button's text in a narrow header.
const MAX_BUTTON_LETTERS_NARROW: int = 22
## The least width of a wide header, in pixels at 100 %.
const MIN_WIDE_WIDTH: float = 520.0

## The least width in which the facts are shown, in pixels at 100 %.
const MIN_FACTS_WIDTH: float = 60.0

enum HeaderItem { START, STOP, CHOOSE_PROGRAM, CHOOSE_FOLDER }

## The main button was pressed.
signal acted()
## The user wants to choose the program.
signal program_wanted()
## The user wants to choose the music folder.
signal folder_wanted()

var _stages := _Stages.new()
var _facts := _Style.label()
var _button := Button.new()
var _menu := MenuButton.new()


func _init() -> void:
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(8))
	add_child(row)
	_stages.size_flags_vertical = SIZE_SHRINK_CENTER
	_stages.size_flags_horizontal = SIZE_EXPAND_FILL
	row.add_child(_stages)
	_facts.horizontal_alignment = HORIZONTAL_ALIGNMENT_RIGHT
	_facts.mouse_filter = MOUSE_FILTER_PASS
	row.add_child(_facts)
	_button.pressed.connect(func() -> void: acted.emit())
	row.add_child(_button)
	_menu.flat = true
	_menu.focus_mode = FOCUS_ALL
	_menu.tooltip_text = "More"
	_menu.accessibility_name = "More"
	_menu.about_to_popup.connect(_fill_menu)
	_menu.get_popup().id_pressed.connect(_choose)
	row.add_child(_menu)
	resized.connect(_fit_width)


## Sets the button's shortcut, which works while the focus is inside [param context].
func set_shortcut(shortcut: Shortcut, context: Control) -> void:
	_button.shortcut = shortcut
	_button.shortcut_context = context


## Focuses the button.
func focus_button() -> void:
	_button.grab_focus()


func refresh() -> void:
	_stages.absence = session.absence.reason
	_stages.stage = session.stage
	_stages.has_problem = not session.problem.is_empty()
	_button.visible = not session.button_text.is_empty()
	_show_facts()
	_show_button_icon()
	_fit_width()


func _signals() -> Array[Signal]:
	return [session.changed, session.library_changed, session.models_changed]


func _apply_theme() -> void:
	_menu.icon = _Style.icon(self, &"GuiTabMenuHl")
	_facts.add_theme_color_override(&"font_color", _Style.dim_color(self))


func _show_facts() -> void:
	var facts := PackedStringArray()
	if session.stage == _Session.Stage.STARTING:
		facts.append(session.starting_line)
	elif session.stage >= _Session.Stage.READY:
		facts.append("no music yet" if session.tracks_total == 0 else _count(session.tracks_total, "piece"))
		if not session.model.is_empty():
			facts.append("as in " + _game_of(session.model))
	_facts.text = " · ".join(facts)
	_facts.tooltip_text = _facts.text


# Shows all stage names where they fit, and the facts where there is room for them. The stages get a stretch ratio and
# not a minimum size, so that the dock can become narrower.
func _fit_width() -> void:
	_button.text = _shorten(session.button_text)
	_button.tooltip_text = _button_tooltip()
	var room: float = size.x - _button.get_combined_minimum_size().x - _menu.get_combined_minimum_size().x - _Style.px(24)
	_stages.has_room = room >= _stages.row_width()
	var stages_width: float = _stages.row_width() if _stages.has_room else _stages.get_combined_minimum_size().x
	_stages.size_flags_stretch_ratio = stages_width
	_facts.size_flags_stretch_ratio = maxf(room - stages_width, 1.0)
	_facts.modulate.a = 1.0 if room - stages_width >= _Style.px(MIN_FACTS_WIDTH) else 0.0


func _show_button_icon() -> void:
	var names: Dictionary[int, StringName] = {
		_Session.Action.CHOOSE_PROGRAM: &"FileBrowse",
		_Session.Action.START: &"Reload",
		_Session.Action.CANCEL: &"Close",
		_Session.Action.CHOOSE_FOLDER: &"FolderBrowse",
		_Session.Action.PLAY: &"Play",
		_Session.Action.STOP: &"Stop",
		_Session.Action.USE_HERE: &"Pin",
	}
	_button.icon = _Style.icon(self, names[session.action])


func _button_tooltip() -> String:
	var meanings: Dictionary[int, String] = {
		_Session.Action.CHOOSE_PROGRAM: "Choose the Scenescore program on this computer.",
		_Session.Action.START: "Start the Scenescore program.",
		_Session.Action.CANCEL: "Cancel the start of the program.",
		_Session.Action.CHOOSE_FOLDER: "Choose the folder with the music for your game.",
		_Session.Action.PLAY: "Play the project's main scene and match music to it.",
		_Session.Action.STOP: "Stop the game.",
		_Session.Action.USE_HERE: "Make this piece the cue of the scene that is playing.",
	}
	var meaning: String = meanings[session.action]
	return meaning if _button.text == session.button_text else session.button_text + "\n" + meaning


func _fill_menu() -> void:
	var popup: PopupMenu = _menu.get_popup()
	popup.clear()
	if not session.daemon_version.is_empty():
		var has_same_version: bool = session.daemon_version == session.addon_version
		popup.add_separator("Scenescore " + session.daemon_version + ("" if has_same_version else ", addon " + session.addon_version))
	var is_running: bool = session.stage != _Session.Stage.OFF
	popup.add_icon_item(_Style.icon(self, &"Reload"), "Start the Program", HeaderItem.START)
	popup.set_item_disabled(-1, is_running)
	popup.add_icon_item(_Style.icon(self, &"Stop"), "Stop the Program", HeaderItem.STOP)
	popup.set_item_disabled(-1, not is_running)
	popup.add_separator()
	popup.add_icon_item(_Style.icon(self, &"FileBrowse"), "Choose the Program…", HeaderItem.CHOOSE_PROGRAM)
	popup.add_icon_item(_Style.icon(self, &"FolderBrowse"), "Choose the Music Folder…", HeaderItem.CHOOSE_FOLDER)
	popup.set_item_disabled(-1, session.stage < _Session.Stage.READY)


func _choose(id: int) -> void:
	match id:
		HeaderItem.START:
			session.start_daemon()
		HeaderItem.STOP:
			session.stop_daemon()
		HeaderItem.CHOOSE_PROGRAM:
			program_wanted.emit()
		HeaderItem.CHOOSE_FOLDER:
			folder_wanted.emit()


func _game_of(model: String) -> String:
	for known: Dictionary in session.models:
		if known["name"] == model:
			return known["game"]
	return model.trim_prefix("models/")


func _count(number: int, noun: String) -> String:
	return "%d %s" % [number, noun if number == 1 else noun + "s"]


# Shortens a text inside its quotes, so that the action stays readable.
func _shorten(text: String) -> String:
	var limit: int = MAX_BUTTON_LETTERS_WIDE if size.x >= _Style.px(MIN_WIDE_WIDTH) else MAX_BUTTON_LETTERS_NARROW
	if text.length() <= limit:
		return text
	var tail: String = text.substr(text.rfind("”")) if text.contains("”") else ""
	return text.left(limit - tail.length() - 1).strip_edges() + "…" + tail
