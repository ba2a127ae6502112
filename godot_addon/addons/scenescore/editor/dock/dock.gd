@tool
extends EditorDock
## Scenescore's dock: shows the matches for the running game, and lets the user choose the music of its scenes.
##
## The dock shows the session's state. Its only own state is its layout.

const _Session := preload("../session/editor_session.gd")
const _Style := preload("dock_style.gd")
const _Panel_ := preload("dock_panel.gd")
const SHORTCUT_ACT: String = "scenescore/do_what_the_button_says"
const SHORTCUT_SEARCH: String = "scenescore/search_the_music"
const SHORTCUT_OPEN: String = "scenescore/open_scenescore"

var _session: _Session
var _panel: _Panel_
var _dialog: EditorFileDialog
# A layout that was loaded before the panel existed.
var _loaded_layout: Dictionary = {}


func _init() -> void:
	name = "Scenescore"
	title = "Scenescore"
	layout_key = "Scenescore"
	default_slot = DOCK_SLOT_BOTTOM
	available_layouts = DOCK_LAYOUT_ALL
	dock_icon = load((get_script() as Script).resource_path.get_base_dir().path_join("../../icon.svg").simplify_path()) as Texture2D


## Sets the session to show. Call it once, before the dock is added.
func setup(session: Node) -> void:
	_session = session as _Session
	_Style.scale = EditorInterface.get_editor_scale()
	_panel = _Panel_.new()
	_panel.setup(_session)
	_panel.set_layout(_loaded_layout)
	_panel.program_wanted.connect(_ask_for_program)
	_panel.folder_wanted.connect(_ask_for_folder)
	# The editor shows its output when a game starts; a user who pressed Play in the dock wants to see the matches.
	_panel.play_begun.connect(make_visible, CONNECT_DEFERRED)
	add_child(_panel)


func _enter_tree() -> void:
	var settings: EditorSettings = EditorInterface.get_editor_settings()
	_add_shortcut(settings, SHORTCUT_ACT, KEY_ENTER, true)
	_add_shortcut(settings, SHORTCUT_SEARCH, KEY_F, true)
	_add_shortcut(settings, SHORTCUT_OPEN, KEY_M, false)
	dock_shortcut = settings.get_shortcut(SHORTCUT_OPEN)
	if _panel != null:
		_panel.set_shortcuts(settings.get_shortcut(SHORTCUT_ACT), self)
		EditorInterface.get_resource_filesystem().filesystem_changed.connect(_panel.refresh_files)


func _exit_tree() -> void:
	if _panel != null:
		EditorInterface.get_resource_filesystem().filesystem_changed.disconnect(_panel.refresh_files)
	# The shortcuts stay: if they were removed here, the editor would not save the user's changes to them.
	dock_shortcut = null
	if _dialog != null:
		_dialog.queue_free()
		_dialog = null


func _shortcut_input(event: InputEvent) -> void:
	var focused: Control = get_viewport().gui_get_focus_owner()
	if focused == null or not is_ancestor_of(focused):
		return
	if event.is_pressed() and EditorInterface.get_editor_settings().is_shortcut(SHORTCUT_SEARCH, event):
		_panel.focus_search()
		get_viewport().set_input_as_handled()


func _save_layout_to_config(config: ConfigFile, section: String) -> void:
	if _panel != null:
		config.set_value(section, "scenescore_layout", _panel.layout())


func _load_layout_from_config(config: ConfigFile, section: String) -> void:
	_loaded_layout = config.get_value(section, "scenescore_layout", {})
	if _panel != null:
		_panel.set_layout(_loaded_layout)


# Registers a shortcut under "Scenescore" in Editor Settings → Shortcuts, unless the user has already changed it.
func _add_shortcut(settings: EditorSettings, path: String, key: Key, command: bool) -> void:
	if settings.has_shortcut(path):
		return
	var event := InputEventKey.new()
	event.keycode = key
	event.command_or_control_autoremap = command
	event.alt_pressed = not command
	var shortcut := Shortcut.new()
	shortcut.events = [event]
	settings.add_shortcut(path, shortcut)


func _ask_for_program() -> void:
	_ask("Choose the Scenescore Program", EditorFileDialog.FILE_MODE_OPEN_FILE, OS.get_environment("HOME"), _session.choose_command)


func _ask_for_folder() -> void:
	var from: String = _session.library_folder
	if from.is_empty():
		from = OS.get_system_dir(OS.SYSTEM_DIR_MUSIC)
	_ask("Choose the Music Folder", EditorFileDialog.FILE_MODE_OPEN_DIR, from, _session.choose_library_folder)


# Opens a new dialog in place of an earlier one, whose answer would go elsewhere.
func _ask(dialog_title: String, mode: EditorFileDialog.FileMode, from: String, answer: Callable) -> void:
	if _dialog != null:
		_dialog.queue_free()
	_dialog = EditorFileDialog.new()
	_dialog.access = EditorFileDialog.ACCESS_FILESYSTEM
	_dialog.file_mode = mode
	_dialog.title = dialog_title
	_dialog.show_hidden_files = mode == EditorFileDialog.FILE_MODE_OPEN_FILE
	if DirAccess.dir_exists_absolute(from):
		_dialog.current_dir = from
	_dialog.file_selected.connect(answer)
	_dialog.dir_selected.connect(answer)
	add_child(_dialog)
	_dialog.popup_file_dialog()
