@tool
extends RefCounted
## Sends the project's cues to the daemon, so that running sessions learn from them at once.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cue := preload("../../proto/scenescore/v1/cue.gd")
const _Cues := preload("../../runtime/cues.gd")
const _ProjectCue := preload("../../runtime/cue.gd")
const _Status := preload("../../rpc/grpc_status.gd")

## The daemon has learnt or forgotten cues, or the call has failed.
signal changed()

const DEADLINE_S: float = 30.0

## Why the last call failed, or which pieces of cues are missing; empty when all is well.
var problem: String = ""

var _turn: int = 0


## Adds a cue: the present window of an open session, [code]sessions/{id}[/code], plays a track. Does nothing without a
## channel.
func add_cue(channel: _Channel, scene: String, track: String, session: String) -> void:
	if channel == null:
		return
	var request := _Cue.AddCueRequest.new()
	request.scene = scene
	request.track = track
	request.session = session
	var call: _Call = _Cue.CueServiceClient.new(channel).add_cue(request, DEADLINE_S)
	if not call.is_finished():
		await call.finished
	_finish("" if call.status.is_ok() else "The cue was saved, but the running daemon hasn't learnt it: %s" % call.status.message)


## Replaces the cues that the daemon has of a project, [code]projects/{id}[/code], by those of its file. Does nothing
## without a channel, and where the file can't be read: its cues are not gone.
func sync(channel: _Channel, project: String, cues: _Cues) -> void:
	if channel == null or not cues.is_complete():
		return
	_turn += 1
	var turn: int = _turn
	var call: _Call = _Cue.CueServiceClient.new(channel).sync_cues(DEADLINE_S)
	var first := _Cue.SyncCuesRequest.new()
	first.config = _Cue.SyncCuesConfig.new()
	first.config.project = project
	call.send(first)
	for cue: _ProjectCue in cues.cues:
		if cue == null or cue.scene.is_empty() or (cue.track + cue.source_file + cue.title).is_empty():
			continue
		var request := _Cue.SyncCuesRequest.new()
		request.cue = _Cue.SyncedCue.new()
		request.cue.scene = cue.scene
		request.cue.track = cue.track
		request.cue.file = cue.source_file
		request.cue.title = cue.title
		if _is_webp(cue.window):
			request.cue.window = cue.window
		call.send(request)
	call.end_requests()
	if not call.is_finished():
		await call.finished
	# A later call says how things are now.
	if turn != _turn or call.status.code == _Status.Code.CANCELLED:
		return
	if not call.status.is_ok():
		_finish("The running daemon doesn't know the project's cues: %s" % call.status.message)
		return
	var response: _Cue.SyncCuesResponse = call.response
	var missing := PackedStringArray()
	for cue: _Cue.UnresolvedCue in response.unresolved:
		missing.append("“%s” (%s)" % [cue.title, cue.scene])
	_finish("Cues name pieces that the project's music lacks: %s." % ", ".join(missing) if not missing.is_empty() else "")


# Something else in a file that was edited by hand would make the daemon refuse all cues.
static func _is_webp(data: PackedByteArray) -> bool:
	return data.slice(0, 4) == "RIFF".to_ascii_buffer() and data.slice(8, 12) == "WEBP".to_ascii_buffer()


func _finish(with_problem: String) -> void:
	problem = with_problem
	changed.emit()
