@tool
extends RefCounted
## Tells the daemon of the user's cues: sessions that run learn from them at once.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cue := preload("../../proto/scenescore/v1/cue.gd")

## The daemon has learnt or forgotten a cue, or couldn't.
signal changed()

## Cues asked for at once.
const PAGE: int = 1000
const DEADLINE_S: float = 30.0

## Why the last cue wasn't learnt or forgotten; empty when it was.
var problem: String = ""


## Teaches that what an open session sees just now, [code]sessions/{id}[/code], plays a track.
func teach(channel: _Channel, scene: String, track: String, session: String) -> void:
	var request := _Cue.AddCueRequest.new()
	request.scene = scene
	request.track = track
	request.session = session
	var call: _Call = _Cue.CueServiceClient.new(channel).add_cue(request, DEADLINE_S)
	if not call.is_finished():
		await call.finished
	_end("" if call.status.is_ok() else "The cue is kept, but the running daemon hasn't learnt it: %s" % call.status.message)


## Makes it forget all cues by which a scene plays a track.
func forget(channel: _Channel, scene: String, track: String) -> void:
	var client := _Cue.CueServiceClient.new(channel)
	var request := _Cue.ListCuesRequest.new()
	request.page_size = PAGE
	var known := PackedStringArray()
	while true:
		var listing: _Call = client.list_cues(request, DEADLINE_S)
		if not listing.is_finished():
			await listing.finished
		if not listing.status.is_ok():
			_end_forgetting(listing.status.message)
			return
		var page: _Cue.ListCuesResponse = listing.response
		for cue: _Cue.Cue in page.cues:
			if cue.scene == scene and cue.track == track:
				known.append(cue.name)
		request.page_token = page.next_page_token
		if page.next_page_token.is_empty():
			break
	for name: String in known:
		var deletion := _Cue.DeleteCueRequest.new()
		deletion.name = name
		var call: _Call = client.delete_cue(deletion, DEADLINE_S)
		if not call.is_finished():
			await call.finished
		if not call.status.is_ok():
			_end_forgetting(call.status.message)
			return
	_end("")


func _end_forgetting(why: String) -> void:
	_end("The cue is gone from the project, but the daemon hasn't forgotten it: %s" % why)


func _end(words: String) -> void:
	problem = words
	changed.emit()
