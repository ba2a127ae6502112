@tool
extends RefCounted
## Finds the program that runs the daemon.
##
## The command in the Editor Settings comes first, then the variable [code]SCENESCORE_COMMAND[/code], then the folders
## where Python's tools install programs. Nothing is ever downloaded: a registry's package of this name is a stranger's.
## Callables ask about the machine; tests replace them, so that each platform's list can be tested on any platform.

## The variable with the command, for where the Editor Settings have none.
const VARIABLE: String = "SCENESCORE_COMMAND"
const PROGRAM: String = "scenescore"
## The arguments for each daemon that an editor starts.
const SERVE_ARGUMENTS: PackedStringArray = [
	"serve", "--json", "--listen", "127.0.0.1:0", "--end-with-stdin", "--idle-exit", "120"
]


# The short name for other scripts. The class's own name is long because GDScript looks up a type among the game's
# global classes first.
const Candidate := DaemonCommandCandidate

## One way to start the program.
class DaemonCommandCandidate:
	extends RefCounted
	## The program's path, followed by the first arguments.
	var words := PackedStringArray()
	## Whether the user has chosen it: then no other program is tried.
	var is_chosen: bool = false

	## Returns the command as a user would type it.
	func _to_string() -> String:
		var typed := PackedStringArray()
		for word: String in words:
			typed.append('"%s"' % word if word.contains(" ") else word)
		return " ".join(typed)


## The platform, as [method OS.get_name] returns it. [code]macOS[/code] and [code]Windows[/code] have their own lists; all
## others use the list for Linux.
var system: String = OS.get_name()
## The user's home folder.
var home: String = OS.get_environment("USERPROFILE" if OS.get_name() == "Windows" else "HOME")
## The absolute path of the Godot project.
var project_folder: String = ProjectSettings.globalize_path("res://")
## Returns a variable's value: [code]func(name: String) -> String[/code].
var variable: Callable = OS.get_environment
## Returns whether a file is an executable program: [code]func(path: String) -> bool[/code].
var is_program: Callable = _is_program
## Returns the names of the folders in a folder: [code]func(path: String) -> PackedStringArray[/code].
var folders_in: Callable = _folders_in
## The folders of the last search, in order.
var tried := PackedStringArray()
## What is wrong with the user's own command; empty when nothing is.
var problem: String = ""


## Returns the ways to start the program, best first; empty when the program was not found.
func search(setting: String) -> Array[DaemonCommandCandidate]:
	tried.clear()
	problem = ""
	for named: PackedStringArray in [["the Editor Settings", setting], [VARIABLE, str(variable.call(VARIABLE))]]:
		if not named[1].strip_edges().is_empty():
			return _chosen(named[1].strip_edges(), named[0])
	var found: Array[DaemonCommandCandidate] = []
	for path: String in _programs(PROGRAM):
		found.append(_candidate([path]))
	return found


## Returns why no program was found, and the folders that were searched.
func why_not_found() -> String:
	if not problem.is_empty():
		return problem
	return "The program “%s” was not found. Searched folders:\n%s" % [PROGRAM, "\n".join(tried)]


## Splits a command into words. Double and single quotes keep spaces. A backslash has no special meaning, because Windows
## paths contain it.
static func split(line: String) -> PackedStringArray:
	var words := PackedStringArray()
	var word: String = ""
	var in_word: bool = false
	var quote: String = ""
	for character: String in line:
		if not quote.is_empty():
			if character == quote:
				quote = ""
			else:
				word += character
		elif character in ['"', "'"]:
			quote = character
			in_word = true
		elif character in [" ", "\t"]:
			if in_word:
				words.append(word)
			word = ""
			in_word = false
		else:
			word += character
			in_word = true
	if in_word:
		words.append(word)
	return words


func _chosen(line: String, where: String) -> Array[DaemonCommandCandidate]:
	# A path with spaces may come without quotes, for example from a file dialog.
	var words: PackedStringArray = split(line)
	if is_program.call(_absolute(line)):
		words = [line]
	var program: String = _absolute(words[0]) if not words.is_empty() else ""
	if not words.is_empty() and not _has_folder(words[0]):
		program = "".join(_programs(words[0]).slice(0, 1))
	if program.is_empty() or not is_program.call(program):
		problem = "The command in %s can't be run: %s" % [
			"the Editor Settings (scenescore/daemon_command)" if where != VARIABLE else "the variable " + VARIABLE, line
		]
		return []
	words[0] = program
	var found := _candidate(words)
	found.is_chosen = true
	return [found]


func _candidate(words: PackedStringArray) -> DaemonCommandCandidate:
	var candidate := DaemonCommandCandidate.new()
	candidate.words = words
	return candidate


func _programs(program: String) -> PackedStringArray:
	var file: String = program + (".exe" if system == "Windows" and program.get_extension().to_lower() != "exe" else "")
	var found := PackedStringArray()
	for folder: String in _folders():
		if not tried.has(folder):
			tried.append(folder)
		if is_program.call(folder.path_join(file)):
			found.append(folder.path_join(file))
	return found


func _folders() -> PackedStringArray:
	var all := PackedStringArray()
	for folder: String in _project_environments() + _path() + (_on_windows() if system == "Windows" else _on_unix()):
		folder = folder.replace("\\", "/").rstrip("/")
		if folder.is_absolute_path() and not all.has(folder):
			all.append(folder)
	return all


# A virtual environment of the project comes before programs that are installed for the user or the system.
func _project_environments() -> PackedStringArray:
	var folders := PackedStringArray()
	var folder: String = project_folder.replace("\\", "/").rstrip("/")
	while not folder.is_empty():
		for name: String in [".venv", "venv"]:
			folders.append(folder.path_join(name).path_join("Scripts" if system == "Windows" else "bin"))
		var parent: String = folder.get_base_dir()
		if parent == folder or folder == home.replace("\\", "/").rstrip("/"):
			break
		folder = parent
	return folders


func _path() -> PackedStringArray:
	return str(variable.call("PATH")).split(";" if system == "Windows" else ":", false)


# A macOS editor that was opened from Finder has only four system folders in its PATH.
func _on_unix() -> PackedStringArray:
	var folders: PackedStringArray = _tool_folders()
	folders.append_array([home.path_join(".local/bin"), home.path_join(".cargo/bin"), home.path_join(".pyenv/shims")])
	if system == "macOS":
		folders.append_array(["/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"])
		folders.append_array(_below(home.path_join("Library/Python"), "", "bin"))
		folders.append_array(_below("/Library/Frameworks/Python.framework/Versions", "", "bin"))
	else:
		folders.append_array(["/usr/local/bin", "/usr/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin"])
	return folders


func _on_windows() -> PackedStringArray:
	var local: String = _folder_of("LOCALAPPDATA", "AppData/Local")
	var roaming: String = _folder_of("APPDATA", "AppData/Roaming")
	var folders: PackedStringArray = _tool_folders()
	folders.append_array([home.path_join(".local/bin"), home.path_join(".cargo/bin")])
	folders.append_array(_below(local.path_join("Programs/Python"), "Python3", "Scripts"))
	folders.append_array(_below(roaming.path_join("Python"), "Python3", "Scripts"))
	for store: String in _below(local.path_join("Packages"), "PythonSoftwareFoundation.Python.3", "LocalCache/local-packages"):
		folders.append_array(_below(store, "Python3", "Scripts"))
	folders.append_array([local.path_join("Microsoft/WinGet/Links"), home.path_join("scoop/shims")])
	folders.append(_folder_of("ProgramData", "").path_join("chocolatey/bin"))
	return folders


# The folders that users have configured for uv and pipx.
func _tool_folders() -> PackedStringArray:
	var folders := PackedStringArray()
	for name: String in ["UV_TOOL_BIN_DIR", "PIPX_BIN_DIR", "XDG_BIN_HOME"]:
		folders.append(variable.call(name))
	var data: String = variable.call("XDG_DATA_HOME")
	if not data.is_empty():
		folders.append(data.path_join("../bin").simplify_path())
	return folders


func _folder_of(name: String, usual: String) -> String:
	var folder: String = variable.call(name)
	return folder.replace("\\", "/") if not folder.is_empty() else home.replace("\\", "/").path_join(usual)


func _below(folder: String, start: String, rest: String) -> PackedStringArray:
	var folders := PackedStringArray()
	for name: String in folders_in.call(folder):
		if name.begins_with(start):
			folders.append(folder.path_join(name).path_join(rest))
	# The newest Python first.
	folders.sort()
	folders.reverse()
	return folders


func _absolute(program: String) -> String:
	var path: String = program.replace("\\", "/") if system == "Windows" else program
	if path.begins_with("~/"):
		return home.path_join(path.substr(2))
	if path.begins_with("res://"):
		return project_folder.path_join(path.trim_prefix("res://"))
	return path if path.is_absolute_path() else project_folder.path_join(path)


func _has_folder(program: String) -> bool:
	return program.contains("/") or (system == "Windows" and program.contains("\\"))


static func _is_program(path: String) -> bool:
	if not FileAccess.file_exists(path):
		return false
	if OS.get_name() == "Windows":
		return true
	var runnable: int = (
		FileAccess.UNIX_EXECUTE_OWNER | FileAccess.UNIX_EXECUTE_GROUP | FileAccess.UNIX_EXECUTE_OTHER
	)
	return FileAccess.get_unix_permissions(path) & runnable != 0


static func _folders_in(path: String) -> PackedStringArray:
	return DirAccess.get_directories_at(path) if DirAccess.dir_exists_absolute(path) else PackedStringArray()
