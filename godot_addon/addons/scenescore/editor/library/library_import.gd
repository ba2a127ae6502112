@tool
extends RefCounted
## Taking a folder of music into the library, with its progress.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Call := preload("../../rpc/grpc_call.gd")
const _Status := preload("../../rpc/grpc_status.gd")
const _Library := preload("../../proto/scenescore/v1/library.gd")

## It began, came on or ended.
signal changed()
## It is over.
signal finished()

## Whether it runs.
var is_running: bool = false
## Whether the last one was cut off by the daemon's end.
var is_cut_off: bool = false
## Files looked at so far.
var done: int = 0
## Files found in all; 0 while they are being searched.
var total: int = 0
## Tracks that are new in the library.
var added: int = 0
## Estimated time that is left, seconds.
var eta_s: float = 0.0
## Files that couldn't be read: [code]{file, reason}[/code].
var broken: Array[Dictionary] = []
## Why it failed, in the daemon's words; empty when it didn't.
var problem: String = ""

var _call: _Call = null
var _is_cancelled: bool = false


## Takes all that is in a folder in; the daemon follows the folder from then on. What the library knows already takes no time.
func start(channel: _Channel, folder: String) -> void:
	cancel()
	is_running = true
	is_cut_off = false
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
	_call = _Library.LibraryServiceClient.new(channel).import_tracks(request)
	_call.response_received.connect(_on_progress)
	_call.finished.connect(_on_finished)
	changed.emit()


## Ends it; what is done stays.
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
	is_cut_off = status.code in [_Status.Code.UNAVAILABLE, _Status.Code.CANCELLED] and not _is_cancelled
	if not status.is_ok() and not _is_cancelled and not is_cut_off:
		problem = status.message
	changed.emit()
	finished.emit()
