@tool
extends RefCounted
## An import of a music folder into the library, with its progress.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Call := preload("../../rpc/grpc_call.gd")
const _Status := preload("../../rpc/grpc_status.gd")
const _Library := preload("../../proto/scenescore/v1/library.gd")

## The import has started, made progress or ended.
signal changed()
## The import has ended.
signal finished()

## Whether the import is running.
var is_running: bool = false
## Whether the last import was interrupted because the daemon ended.
var is_interrupted: bool = false
## The number of files that were processed.
var done: int = 0
## The number of files found; 0 while the daemon is still searching.
var total: int = 0
## The number of tracks that are new in the library.
var added: int = 0
## Estimated remaining time, in seconds.
var eta_s: float = 0.0
## Files that couldn't be read: [code]{file, reason}[/code].
var broken: Array[Dictionary] = []
## Why the import failed, in the daemon's words; empty when it didn't.
var problem: String = ""

var _call: _Call = null
var _is_cancelled: bool = false


## Imports all music in a folder for a project, [code]projects/{id}[/code]. The daemon follows the folder from then on. Files
## that the library already knows take no time.
func start(channel: _Channel, folder: String, project: String) -> void:
	cancel()
	is_running = true
	is_interrupted = false
	_is_cancelled = false
	done = 0
	total = 0
	added = 0
	eta_s = 0.0
	broken = []
	problem = ""
	var request := _Library.ImportTracksRequest.new()
	request.paths.append(folder)
	request.follow = true
	request.project = project
	_call = _Library.LibraryServiceClient.new(channel).import_tracks(request)
	_call.response_received.connect(_on_progress)
	_call.finished.connect(_on_finished)
	changed.emit()


## Cancels the import; tracks that are already imported stay.
func cancel() -> void:
	if _call != null:
		_is_cancelled = true
		_call.cancel()


func _on_progress(progress: _Library.ImportTracksResponse) -> void:
	done = progress.files_done
	total = progress.files_total
	added = progress.added
	eta_s = progress.eta_s
	broken = []
	for one: _Library.BrokenFile in progress.broken:
		broken.append({"file": one.file, "reason": one.reason})
	changed.emit()


func _on_finished(status: _Status) -> void:
	_call = null
	is_running = false
	eta_s = 0.0
	is_interrupted = status.code in [_Status.Code.UNAVAILABLE, _Status.Code.CANCELLED] and not _is_cancelled
	if not status.is_ok() and not _is_cancelled and not is_interrupted:
		problem = status.message
	changed.emit()
	finished.emit()
