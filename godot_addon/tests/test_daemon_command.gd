extends "test_case.gd"
## Finding the daemon's program on Linux, macOS and Windows, with simulated machines.

const DaemonCommand := preload("../addons/scenescore/editor/daemon/daemon_command.gd")


func test_quotes_keep_spaces_in_a_command() -> void:
	equal(DaemonCommand.split("uv run  scenescore"), PackedStringArray(["uv", "run", "scenescore"]))
	equal(DaemonCommand.split('"/opt/my tools/uv" run scenescore'), PackedStringArray(["/opt/my tools/uv", "run", "scenescore"]))
	equal(DaemonCommand.split("a 'b c'd \"\""), PackedStringArray(["a", "b cd", ""]))
	equal(DaemonCommand.split("C:\\Tools\\scenescore.exe"), PackedStringArray(["C:\\Tools\\scenescore.exe"]))
	equal(DaemonCommand.split("  "), PackedStringArray())


func test_the_setting_has_priority_and_keeps_its_arguments() -> void:
	var command := _linux(["/opt/my tools/uv", "/usr/bin/scenescore"], {"SCENESCORE_COMMAND": "/usr/bin/scenescore"})
	var found: Array[DaemonCommand.Candidate] = command.search('"/opt/my tools/uv" run scenescore')
	equal(_lines(found), ['"/opt/my tools/uv" run scenescore'])
	check(found[0].is_chosen, "the user has chosen it")


func test_a_path_with_spaces_needs_no_quotes() -> void:
	var command := _linux(["/opt/my tools/scenescore"])
	equal(command.search("/opt/my tools/scenescore")[0].words, PackedStringArray(["/opt/my tools/scenescore"]))


func test_the_setting_may_name_a_program_on_the_path_or_below_home_or_the_project() -> void:
	var command := _linux(["/usr/bin/uv", "/home/ann/bin/scenescore", "/games/rpg/tools/run"], {"PATH": "/usr/bin"})
	equal(_lines(command.search("uv run scenescore")), ["/usr/bin/uv run scenescore"])
	equal(_lines(command.search("~/bin/scenescore")), ["/home/ann/bin/scenescore"])
	equal(_lines(command.search("res://tools/run")), ["/games/rpg/tools/run"])


func test_a_missing_chosen_program_is_not_replaced_by_another() -> void:
	var command := _linux(["/usr/bin/scenescore"], {"PATH": "/usr/bin"})
	equal(command.search("/nowhere/scenescore serve").size(), 0)
	check(command.why_not_found().contains("/nowhere/scenescore serve"), "says which")
	check(command.why_not_found().contains("Editor Settings"), "says who named it")


func test_the_variable_comes_after_the_setting() -> void:
	var command := _linux(["/a/scenescore", "/b/scenescore"], {"SCENESCORE_COMMAND": "/b/scenescore"})
	equal(_lines(command.search("")), ["/b/scenescore"])
	equal(_lines(command.search("/a/scenescore")), ["/a/scenescore"])
	command.search("")
	command.is_program = func(_path: String) -> bool: return false
	equal(command.search("").size(), 0)
	check(command.why_not_found().contains("SCENESCORE_COMMAND"), "says that the variable is wrong")


func test_the_nearest_environment_comes_before_the_path_and_nothing_is_downloaded() -> void:
	var command := _linux(
		["/games/.venv/bin/scenescore", "/usr/bin/scenescore", "/home/ann/.local/bin/scenescore", "/home/ann/.cargo/bin/uvx"],
		{"PATH": "/usr/bin:/home/ann/.local/bin"}
	)
	equal(
		_lines(command.search("")),
		["/games/.venv/bin/scenescore", "/usr/bin/scenescore", "/home/ann/.local/bin/scenescore"]
	)
	equal(_lines(_linux(["/home/ann/.cargo/bin/uvx", "/usr/bin/uv", "/usr/bin/pipx"]).search("")), [] as Array[String])


func test_environments_are_searched_up_to_the_home_folder() -> void:
	var command := _linux([])
	command.project_folder = "/home/ann/games/rpg/"
	command.search("")
	check(command.tried.has("/home/ann/games/rpg/.venv/bin"), "the project's own")
	check(command.tried.has("/home/ann/.venv/bin"), "home's")
	check(not command.tried.has("/home/.venv/bin"), "none of other people's")


func test_configured_folders_of_tools_are_searched() -> void:
	var command := _linux(["/t/uv/scenescore"], {"UV_TOOL_BIN_DIR": "/t/uv", "PIPX_BIN_DIR": "/t/pipx", "XDG_DATA_HOME": "/t/share"})
	equal(_lines(command.search("")), ["/t/uv/scenescore"])
	for folder: String in ["/t/uv", "/t/pipx", "/t/bin"]:
		check(command.tried.has(folder), folder)


func test_macos_folders_outside_the_path_are_searched() -> void:
	for place: String in [
		"/opt/homebrew/bin/scenescore",
		"/usr/local/bin/scenescore",
		"/Users/ann/.local/bin/scenescore",
		"/Users/ann/Library/Python/3.12/bin/scenescore",
	]:
		var command := _machine("macOS", [place], {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"})
		command.home = "/Users/ann"
		command.folders_in = func(path: String) -> PackedStringArray:
			return ["3.9", "3.12"] if path == "/Users/ann/Library/Python" else []
		equal(_lines(command.search("")), [place])


func test_windows_programs_end_in_exe_and_are_in_scripts_folders() -> void:
	for place: String in [
		"D:/games/rpg/.venv/Scripts/scenescore.exe",
		"C:/Program Files/Tools/scenescore.exe",
		"C:/Users/Ann/.local/bin/scenescore.exe",
		"C:/Users/Ann/AppData/Local/Programs/Python/Python312/Scripts/scenescore.exe",
		"C:/Users/Ann/AppData/Roaming/Python/Python311/Scripts/scenescore.exe",
	]:
		var command := _windows([place])
		equal(command.search("").size(), 1, place)
		equal(command.search("")[0].words, PackedStringArray([place]))


func test_windows_paths_of_the_setting() -> void:
	var command := _windows(["C:/My Tools/scenescore.exe", "C:/Users/Ann/.local/bin/uv.exe"])
	equal(command.search("C:\\My Tools\\scenescore.exe")[0].words, PackedStringArray(["C:/My Tools/scenescore.exe"]))
	equal(
		command.search('"C:\\My Tools\\scenescore.exe" --verbose')[0].words,
		PackedStringArray(["C:/My Tools/scenescore.exe", "--verbose"])
	)
	equal(
		command.search("uv run scenescore")[0].words,
		PackedStringArray(["C:/Users/Ann/.local/bin/uv.exe", "run", "scenescore"])
	)


func test_a_failed_search_lists_the_folders() -> void:
	for command: DaemonCommand in [_linux([], {"PATH": "/usr/bin"}), _windows([])]:
		equal(command.search("").size(), 0)
		for folder: String in command.tried:
			check(command.why_not_found().contains(folder), folder)
		check(command.tried.size() > 5, "many places")


func test_only_executable_files_of_this_machine_count() -> void:
	var command := DaemonCommand.new()
	var path: String = OS.get_executable_path()
	equal(command.search(path)[0].words, PackedStringArray([path]))
	equal(command.search(ProjectSettings.globalize_path("res://project.godot")).size(), 0, "not a program")


func _linux(programs: PackedStringArray, variables: Dictionary[String, String] = {}) -> DaemonCommand:
	return _machine("Linux", programs, variables)


func _windows(programs: PackedStringArray) -> DaemonCommand:
	var command := _machine("Windows", programs, {"PATH": "C:\\Windows;C:\\Program Files\\Tools\\"})
	command.home = "C:\\Users\\Ann"
	command.project_folder = "D:/games/rpg/"
	command.folders_in = func(path: String) -> PackedStringArray:
		return ["Launcher", "Python311", "Python312"] if path.get_file() == "Python" else []
	return command


func _machine(system: String, programs: PackedStringArray, variables: Dictionary[String, String]) -> DaemonCommand:
	var command := DaemonCommand.new()
	command.system = system
	command.home = "/home/ann"
	command.project_folder = "/games/rpg/"
	command.variable = func(name: String) -> String: return variables.get(name, "")
	command.is_program = func(path: String) -> bool: return programs.has(path)
	command.folders_in = func(_path: String) -> PackedStringArray: return []
	return command


func _lines(found: Array[DaemonCommand.Candidate]) -> Array[String]:
	var lines: Array[String] = []
	for candidate: DaemonCommand.Candidate in found:
		lines.append(str(candidate))
	return lines
