@tool
extends "../dock_part.gd"
## The dock's first line: how far the user is, what there is to work with, the one button that moves on, and a menu for
## what is seldom needed.

const _Stages := preload("stage_indicator.gd")
## Longer texts are cut in the button, and whole in its tooltip: letters where there is room, and where there is little.
const BUTTON_TEXT_WIDE: int = 36
const BUTTON_TEXT_NARROW: int = 22
## With less room than this, at 100 %, there is little.
const WIDE: float = 520.0

## With less room than this, at 100 %, the facts are not shown.
const FACTS_LEAST: float = 60.0

enum HeaderItem { START, STOP, CHOOSE_PROGRAM, CHOOSE_FOLDER }

## The button was pressed and the session's action is the dock's to do.
signal acted()
## The user wants to say where the program is.
signal program_wanted()
## The user wants to say where the music is.
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


## Gives the button a shortcut, heard while the focus is inside the given control.
func set_shortcut(shortcut: Shortcut, context: Control) -> void:
	_button.shortcut = shortcut
	_button.shortcut_context = context


## Puts the keyboard's focus onto the button.
func focus_button() -> void:
	_button.grab_focus()


func refresh() -> void:
	_stages.stage = session.stage
	_stages.troubled = not session.problem.is_empty()
	_button.visible = not session.button_text.is_empty()
	_show_facts()
	_show_button_icon()
	_fit_width()


func _signals() -> Array[Signal]:
	return [session.changed, session.library_changed, session.models_changed]


func _apply_theme() -> void:
	_menu.icon = _Style.icon(self, &"GuiTabMenuHl")
	_facts.add_theme_color_override(&"font_color", _Style.quiet(self))


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


# All names of stages where they fit, and the facts where there is room beside them. The stages take a share and not a
# minimum: the dock must be able to become narrower than it is.
func _fit_width() -> void:
	_button.text = _cut(session.button_text)
	_button.tooltip_text = _button_tooltip()
	var room: float = size.x - _button.get_combined_minimum_size().x - _menu.get_combined_minimum_size().x - _Style.px(24)
	_stages.roomy = room >= _stages.row_width()
	var stages_width: float = _stages.row_width() if _stages.roomy else _stages.get_combined_minimum_size().x
	_stages.size_flags_stretch_ratio = stages_width
	_facts.size_flags_stretch_ratio = maxf(room - stages_width, 1.0)
	_facts.modulate.a = 1.0 if room - stages_width >= _Style.px(FACTS_LEAST) else 0.0


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
		_Session.Action.CHOOSE_PROGRAM: "Say where the Scenescore program is on this computer.",
		_Session.Action.START: "Start the Scenescore program.",
		_Session.Action.CANCEL: "Give up starting.",
		_Session.Action.CHOOSE_FOLDER: "Choose the folder with the music that your game may play.",
		_Session.Action.PLAY: "Play the project's main scene and watch it.",
		_Session.Action.STOP: "Stop the game.",
		_Session.Action.USE_HERE: "Make this piece the cue of the scene that is playing.",
	}
	var meaning: String = meanings[session.action]
	return meaning if _button.text == session.button_text else session.button_text + "\n" + meaning


func _fill_menu() -> void:
	var popup: PopupMenu = _menu.get_popup()
	popup.clear()
	if not session.daemon_version.is_empty():
		var is_one: bool = session.daemon_version == session.addon_version
		popup.add_separator("Scenescore " + session.daemon_version + ("" if is_one else ", addon " + session.addon_version))
	var runs: bool = session.stage != _Session.Stage.NOT_INSTALLED
	popup.add_icon_item(_Style.icon(self, &"Reload"), "Start the Program", HeaderItem.START)
	popup.set_item_disabled(-1, runs)
	popup.add_icon_item(_Style.icon(self, &"Stop"), "Stop the Program", HeaderItem.STOP)
	popup.set_item_disabled(-1, not runs)
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


func _count(number: int, what: String) -> String:
	return "%d %s" % [number, what if number == 1 else what + "s"]


# Cut inside the quotes, so that what the button does stays to be read.
func _cut(text: String) -> String:
	var limit: int = BUTTON_TEXT_WIDE if size.x >= _Style.px(WIDE) else BUTTON_TEXT_NARROW
	if text.length() <= limit:
		return text
	var tail: String = text.substr(text.rfind("”")) if text.contains("”") else ""
	return text.left(limit - tail.length() - 1).strip_edges() + "…" + tail
