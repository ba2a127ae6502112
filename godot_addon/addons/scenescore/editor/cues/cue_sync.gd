@tool
extends RefCounted
## Sends the user's cues to the daemon, so that running sessions learn from them at once.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cue := preload("../../proto/scenescore/v1/cue.gd")

## The daemon has learnt or forgotten a cue, or the call has failed.
signal changed()

## The cues of one page of ListCues.
const PAGE_SIZE: int = 1000
const DEADLINE_S: float = 30.0

## Why the last call failed; empty when it didn't.
var problem: String = ""


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


## Removes all cues with which a scene plays a track. Does nothing without a channel.
func remove_cues(channel: _Channel, scene: String, track: String) -> void:
	if channel == null:
		return
	var client := _Cue.CueServiceClient.new(channel)
	var request := _Cue.ListCuesRequest.new()
	request.page_size = PAGE_SIZE
	var names := PackedStringArray()
	while true:
		var listing: _Call = client.list_cues(request, DEADLINE_S)
		if not listing.is_finished():
			await listing.finished
		if not listing.status.is_ok():
			_fail_removal(listing.status.message)
			return
		var page: _Cue.ListCuesResponse = listing.response
		for cue: _Cue.Cue in page.cues:
			if cue.scene == scene and cue.track == track:
				names.append(cue.name)
		request.page_token = page.next_page_token
		if page.next_page_token.is_empty():
			break
	for name: String in names:
		var deletion := _Cue.DeleteCueRequest.new()
		deletion.name = name
		var call: _Call = client.delete_cue(deletion, DEADLINE_S)
		if not call.is_finished():
			await call.finished
		if not call.status.is_ok():
			_fail_removal(call.status.message)
			return
	_finish("")


func _fail_removal(reason: String) -> void:
	_finish("The cue was removed from the project, but the daemon hasn't forgotten it: %s" % reason)


func _finish(with_problem: String) -> void:
	problem = with_problem
	changed.emit()
