@tool
extends RefCounted
## The library as the editor sees it: its tracks, the folder that it follows, and the import of that folder.
##
## A daemon opens only the folders that it was started with. So for a newly chosen folder the editor starts a new daemon,
## which imports the folder, reports its progress, and then follows it. Later daemons follow it from their start.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _LibraryImport := preload("library_import.gd")
const _TrackList := preload("track_list.gd")

## The tracks or the folder have changed.
signal changed()
## The import has started, made progress or ended, or the folder is missing.
signal import_changed()
## A new daemon with other arguments is needed.
signal daemon_wanted()

## The folder that the library follows; empty where none was chosen.
var folder: String = ""
## The tracks; see [code]track_list.gd[/code].
var list := _TrackList.new()
## The last import.
var run := _LibraryImport.new()
## Why the folder can't be followed; empty when it can.
var problem: String = ""

var _channel: _Channel = null
var _project: String = ""
# The number of the daemon's tracks when the list was last read; -1 before.
var _known_count: int = -1
var _to_import: bool = false


func _init() -> void:
	list.changed.connect(changed.emit)
	run.changed.connect(import_changed.emit)
	run.finished.connect(_on_import_finished)


## Returns the daemon's arguments for the folder.
func serve_arguments() -> PackedStringArray:
	problem = ""
	if folder.is_empty():
		return []
	if not DirAccess.dir_exists_absolute(folder):
		problem = "The music folder does not exist: %s" % folder
		return []
	return ["--allow-root", folder] + (["--watch-folder", folder] if not _to_import else [])


## Makes the library follow another folder.
func choose_folder(path: String) -> void:
	run.cancel()
	folder = path
	_to_import = true
	daemon_wanted.emit()
	changed.emit()


## Cancels the import; tracks that are already imported stay.
func cancel_import() -> void:
	_to_import = false
	run.cancel()


## Connects to a daemon: reads the tracks that a project, [code]projects/{id}[/code], sees, and starts an import that is due.
func open(channel: _Channel, project: String) -> void:
	_channel = channel
	_project = project
	_known_count = -1
	list.read(channel, project)
	if _to_import:
		_to_import = false
		run.start(channel, folder, project)


## Disconnects from the daemon. The next daemon continues an unfinished import.
func close() -> void:
	_channel = null
	_to_import = _to_import or run.is_running or run.is_interrupted
	run.cancel()


## Reads the tracks again when the number of the daemon's tracks, of all projects, has changed. Also continues an import whose
## connection broke.
func check_track_count(total: int) -> void:
	if _channel == null:
		return
	if total != _known_count:
		_known_count = total
		list.read(_channel, _project)
	if run.is_interrupted:
		run.start(_channel, folder, _project)


func _on_import_finished() -> void:
	if _channel != null:
		list.read(_channel, _project)
