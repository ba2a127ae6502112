@tool
extends RefCounted
## The library as the editor sees it: its tracks, the folder that it follows, and the import of that folder.
##
## The daemon opens only folders that it was started with. So a folder that was just chosen needs a daemon started anew,
## which imports it with progress and follows it from then on. Later ones follow it from their start.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _LibraryImport := preload("library_import.gd")
const _TrackList := preload("track_list.gd")

## The tracks or the folder have changed.
signal changed()
## The import began, came on or ended, or the folder is not there.
signal import_changed()
## A daemon with other arguments is needed.
signal daemon_wanted()

## The folder that is followed; empty where none was chosen.
var folder: String = ""
## The tracks; see [code]track_list.gd[/code].
var list := _TrackList.new()
## The last import.
var run := _LibraryImport.new()
## Why the folder can't be followed; empty when it can.
var problem: String = ""

var _channel: _Channel = null
var _to_import: bool = false


func _init() -> void:
	list.changed.connect(changed.emit)
	run.changed.connect(import_changed.emit)
	run.finished.connect(_on_import_finished)


## Returns what the daemon's [code]serve[/code] has to be told about the folder.
func arguments() -> PackedStringArray:
	problem = ""
	if folder.is_empty():
		return []
	if not DirAccess.dir_exists_absolute(folder):
		problem = "The music folder is not there: %s" % folder
		return []
	return ["--allow-root", folder] + (["--watch-folder", folder] if not _to_import else [])


## Makes another folder the one that is followed.
func choose(path: String) -> void:
	run.cancel()
	folder = path
	_to_import = true
	daemon_wanted.emit()
	changed.emit()


## Ends the import; what is done stays.
func cancel_import() -> void:
	_to_import = false
	run.cancel()


## A daemon answers: reads its tracks, and imports what waits for it.
func open(channel: _Channel) -> void:
	_channel = channel
	list.read(channel)
	if _to_import:
		_to_import = false
		run.start(channel, folder)


## The daemon is gone. What it was importing is gone on with when there is another.
func close() -> void:
	_channel = null
	_to_import = _to_import or run.is_running or run.is_cut_off
	run.cancel()


## The daemon, which is alive, tells how many tracks there are: reads them anew when they are others, and goes on with an
## import whose connection broke.
func expect(total: int) -> void:
	if _channel == null:
		return
	if total != list.total:
		list.read(_channel)
	if run.is_cut_off:
		run.start(_channel, folder)


func _on_import_finished() -> void:
	if _channel != null:
		list.read(_channel)
