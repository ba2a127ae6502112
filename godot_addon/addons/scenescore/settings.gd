@tool
extends RefCounted
## The addon's settings: the project's under Project Settings → Scenescore, the user's under Editor Settings → Scenescore.
##
## Games read them, too, so nothing here needs the editor. In a game the user's settings have their default values.

## Whether a game that the editor runs is watched.
const RUNTIME_ENABLED: StringName = &"scenescore/runtime/enabled"
## Whether an exported game looks for a daemon, too. Otherwise it only plays cues.
const RUNTIME_IN_EXPORTED_GAMES: StringName = &"scenescore/runtime/in_exported_games"
## Whether the game plays the music: the steady match, or the cues where there is no daemon.
const RUNTIME_PLAY_MUSIC: StringName = &"scenescore/runtime/play_music"
## The source of the frames: [code]viewport[/code] (the game's picture, shrunk on the GPU) or [code]screen[/code] (the
## daemon captures the game's window).
const RUNTIME_CAPTURE: StringName = &"scenescore/runtime/capture"
## Frames sent each second.
const RUNTIME_CAPTURES_PER_SECOND: StringName = &"scenescore/runtime/captures_per_second"
## The length of a crossfade, in seconds.
const RUNTIME_CROSSFADE_S: StringName = &"scenescore/runtime/crossfade_s"
## Whether the next piece waits for the next bar of the current one, where its tempo is known.
const RUNTIME_WAIT_FOR_BAR: StringName = &"scenescore/runtime/wait_for_bar"
## Whether a piece that is played again continues from where it stopped.
const RUNTIME_KEEP_POSITIONS: StringName = &"scenescore/runtime/keep_positions"
## The audio bus of the music. It is created if the game has none of this name.
const RUNTIME_BUS: StringName = &"scenescore/runtime/bus"
## The number of matches in each answer.
const RUNTIME_TOP_K: StringName = &"scenescore/runtime/top_k"
## Whether, where the model only guesses, a known scene gets its piece again and a new scene a piece that no other has.
const RUNTIME_REMEMBER_SCENES: StringName = &"scenescore/runtime/remember_scenes"
## The file of the project's cues.
const CUES_PATH: StringName = &"scenescore/cues/path"
## The folder to which the cues' pieces are copied.
const CUES_MUSIC_FOLDER: StringName = &"scenescore/cues/music_folder"
## The model, [code]models/{id}[/code]; the daemon's default when empty.
const MODEL: StringName = &"scenescore/model"
## The project's id, which the editor makes once: the daemon keeps the project's music and cues by it.
const PROJECT: StringName = &"scenescore/project"
## The command that runs Scenescore; the addon searches for it when empty. A setting of the user.
const DAEMON_COMMAND: StringName = &"scenescore/daemon_command"
## The music folder that the project uses. A setting of the user, for this project; where the user hasn't chosen one, the
## one in the Editor Settings.
const LIBRARY_FOLDER: StringName = &"scenescore/library_folder"
## Whether the daemon starts with the editor. A setting of the user.
const START_DAEMON: StringName = &"scenescore/start_daemon"

# Where the editor keeps what the user has set for this project alone.
const _SECTION: String = "scenescore"
const _OF_PROJECT: Dictionary[StringName, Dictionary] = {
	RUNTIME_ENABLED: {"default": true, "basic": true},
	RUNTIME_IN_EXPORTED_GAMES: {"default": false},
	RUNTIME_PLAY_MUSIC: {"default": false, "basic": true},
	RUNTIME_CAPTURE: {"default": "viewport", "hint": PROPERTY_HINT_ENUM, "hint_string": "viewport,screen"},
	RUNTIME_CAPTURES_PER_SECOND: {"default": 5, "hint": PROPERTY_HINT_RANGE, "hint_string": "2,10,1"},
	RUNTIME_CROSSFADE_S:
	{"default": 2.0, "hint": PROPERTY_HINT_RANGE, "hint_string": "0,20,0.1,or_greater,suffix:s", "basic": true},
	RUNTIME_WAIT_FOR_BAR: {"default": false, "basic": true},
	RUNTIME_KEEP_POSITIONS: {"default": false, "basic": true},
	RUNTIME_BUS: {"default": "Scenescore", "basic": true},
	RUNTIME_TOP_K: {"default": 5, "hint": PROPERTY_HINT_RANGE, "hint_string": "1,20,1"},
	RUNTIME_REMEMBER_SCENES: {"default": true},
	CUES_PATH: {"default": "res://scenescore_cues.tres", "hint": PROPERTY_HINT_SAVE_FILE, "hint_string": "*.tres"},
	CUES_MUSIC_FOLDER: {"default": "res://music", "hint": PROPERTY_HINT_DIR},
	MODEL: {"default": "", "basic": true},
	PROJECT: {"default": ""},
}
const _OF_USER: Dictionary[StringName, Dictionary] = {
	DAEMON_COMMAND: {"default": "", "hint": PROPERTY_HINT_GLOBAL_FILE},
	LIBRARY_FOLDER: {"default": "", "hint": PROPERTY_HINT_GLOBAL_DIR},
	START_DAEMON: {"default": true},
}


## Returns a setting's value, or its default where it is not set.
static func value(name: StringName) -> Variant:
	if _OF_PROJECT.has(name):
		return ProjectSettings.get_setting(name, _OF_PROJECT[name]["default"])
	var of_editor: Object = _editor_settings()
	if of_editor != null and name == LIBRARY_FOLDER:
		var own: String = of_editor.call("get_project_metadata", _SECTION, name.get_file(), "")
		if not own.is_empty():
			return own
	if of_editor != null and of_editor.call("has_setting", name):
		return of_editor.call("get_setting", name)
	return _OF_USER[name]["default"]


## Sets and saves a value: the project's in [code]project.godot[/code], the user's in the Editor Settings.
static func set_value(name: StringName, new_value: Variant) -> void:
	if _OF_PROJECT.has(name):
		ProjectSettings.set_setting(name, new_value)
		ProjectSettings.save()
	elif name == LIBRARY_FOLDER:
		# Each game has music of its own, and another path to it on each machine.
		_editor_settings().call("set_project_metadata", _SECTION, name.get_file(), new_value)
	else:
		_editor_settings().call("set_setting", name, new_value)


## Registers all settings in the editor, with their defaults and hints.
static func register() -> void:
	for name: StringName in _OF_PROJECT:
		var row: Dictionary = _OF_PROJECT[name]
		if not ProjectSettings.has_setting(name):
			ProjectSettings.set_setting(name, row["default"])
		ProjectSettings.set_initial_value(name, row["default"])
		ProjectSettings.set_as_basic(name, row.get("basic", false))
		ProjectSettings.add_property_info(_property_info(name, row))
	var of_editor: Object = _editor_settings()
	for name: StringName in _OF_USER:
		var row: Dictionary = _OF_USER[name]
		if not of_editor.call("has_setting", name):
			of_editor.call("set_setting", name, row["default"])
		of_editor.call("set_initial_value", name, row["default"], false)
		of_editor.call("add_property_info", _property_info(name, row))


static func _property_info(name: StringName, row: Dictionary) -> Dictionary:
	return {
		"name": name,
		"type": typeof(row["default"]),
		"hint": row.get("hint", PROPERTY_HINT_NONE),
		"hint_string": row.get("hint_string", ""),
	}


# By name: an exported game has no class EditorInterface, and a script that names it would not load there.
static func _editor_settings() -> Object:
	if not Engine.is_editor_hint():
		return null
	return Engine.get_singleton(&"EditorInterface").call("get_editor_settings")
