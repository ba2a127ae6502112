extends "test_case.gd"
## The addon's settings, as a game reads them.

const Settings := preload("../addons/scenescore/settings.gd")


func test_an_unset_setting_has_its_default() -> void:
	equal(Settings.value(Settings.RUNTIME_ENABLED), true)
	equal(Settings.value(Settings.RUNTIME_IN_EXPORTED_GAMES), false)
	equal(Settings.value(Settings.RUNTIME_CAPTURE), "viewport")
	equal(Settings.value(Settings.RUNTIME_CAPTURES_PER_SECOND), 5)
	equal(Settings.value(Settings.RUNTIME_CROSSFADE_S), 2.0)
	equal(Settings.value(Settings.CUES_PATH), "res://scenescore_cues.tres")
	equal(Settings.value(Settings.MODEL), "")


func test_a_setting_of_the_project_is_read() -> void:
	ProjectSettings.set_setting(Settings.RUNTIME_CROSSFADE_S, 0.5)
	equal(Settings.value(Settings.RUNTIME_CROSSFADE_S), 0.5)
	ProjectSettings.clear(Settings.RUNTIME_CROSSFADE_S)
	equal(Settings.value(Settings.RUNTIME_CROSSFADE_S), 2.0)


func test_a_setting_of_the_user_has_its_default_in_a_game() -> void:
	equal(Settings.value(Settings.START_DAEMON), true)
	equal(Settings.value(Settings.DAEMON_COMMAND), "")
	equal(Settings.value(Settings.LIBRARY_FOLDER), "")


func test_every_setting_is_in_the_table() -> void:
	var names: Dictionary[StringName, bool] = {}
	var constants: Dictionary = (Settings as Script).get_script_constant_map()
	for constant: String in constants:
		if constants[constant] is StringName:
			var name: StringName = constants[constant]
			check(name.begins_with("scenescore/"), "%s lies under scenescore/" % name)
			check(not names.has(name), "%s is named once" % name)
			names[name] = true
			check(Settings.value(name) != null, "%s has a default" % name)
	equal(names.size(), 18, "names")
