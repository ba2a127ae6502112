@tool
extends RefCounted
## The project's folder for copied pieces.

const _SoundFile := preload("../../runtime/sound_file.gd")

# Some file systems have trouble with longer names.
const _MAX_NAME_LENGTH: int = 80

## The folder, below [code]res://[/code].
var path: String


## The result of copying a piece.
class MusicFolderCopy:
	extends RefCounted
	## The piece's path in the project.
	var path: String = ""
	## Whether the file is new.
	var is_new: bool = false
	## Why the piece could not be copied; empty when it was.
	var problem: String = ""


func _init(of_path: String) -> void:
	path = of_path


## Creates the folder if it is missing. Returns why it can't be used, in words for the user; empty when it can.
func prepare() -> String:
	if not path.begins_with("res://") or path.contains(".."):
		return "The music folder must be in the project (res://…), not “%s”: see the project's settings." % path
	if FileAccess.file_exists(path):
		return "%s is a file, not a folder for music: see the project's settings." % path
	var error := DirAccess.make_dir_recursive_absolute(path)
	if error != OK:
		return "The folder %s can't be created: %s." % [path, error_string(error)]
	if FileAccess.file_exists(path.path_join(".gdignore")):
		return "%s has a .gdignore, so Godot would not import the music. Remove it, or set another folder." % path
	return ""


## Copies a piece into the folder. The file is named after [param title], with a number where another piece has that name.
## A piece that is already there is not copied again. A coroutine: [code]await[/code] it.
func add(title: String, suffix: String, data: PackedByteArray) -> MusicFolderCopy:
	var copy := MusicFolderCopy.new()
	await _SoundFile.in_background(func() -> void: _add(_plain_name(title), suffix, data, copy))
	return copy


## Writes a file atomically. Returns what went wrong, in words for the user; empty when nothing did.
static func write(file_path: String, data: PackedByteArray) -> String:
	var part := file_path + ".part"
	var file := FileAccess.open(part, FileAccess.WRITE)
	if file == null:
		return "%s can't be written: %s." % [file_path, error_string(FileAccess.get_open_error())]
	var is_written := file.store_buffer(data)
	file.close()
	var error := DirAccess.rename_absolute(part, file_path) if is_written else ERR_FILE_CANT_WRITE
	if error == OK:
		return ""
	DirAccess.remove_absolute(part)
	return "%s can't be written: %s." % [file_path, "is the disk full?" if not is_written else error_string(error)]


func _add(name: String, suffix: String, data: PackedByteArray, copy: MusicFolderCopy) -> void:
	var taken: Dictionary[String, String] = {}
	for file: String in DirAccess.get_files_at(path):
		# Some file systems ignore case.
		taken[file.to_lower()] = file
	var file_name := "%s.%s" % [name, suffix]
	var number := 1
	while taken.has(file_name.to_lower()):
		copy.path = path.path_join(taken[file_name.to_lower()])
		if FileAccess.get_file_as_bytes(copy.path) == data:
			return
		number += 1
		file_name = "%s %d.%s" % [name, number, suffix]
	copy.path = path.path_join(file_name)
	copy.problem = write(copy.path, data)
	copy.is_new = copy.problem.is_empty()


static func _plain_name(title: String) -> String:
	var name := title.validate_filename().replace("`", "_").strip_edges().lstrip(".").left(_MAX_NAME_LENGTH).strip_edges()
	return name if not name.is_empty() else "piece"
