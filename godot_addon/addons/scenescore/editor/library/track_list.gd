@tool
extends RefCounted
## The list of the library's tracks, read page by page.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Call := preload("../../rpc/grpc_call.gd")
const _Library := preload("../../proto/scenescore/v1/library.gd")

## The tracks have changed.
signal changed()

## The tracks of one page: few enough to be decoded within a frame.
const PAGE_SIZE: int = 100
## The most tracks that are kept; nobody scrolls through more.
const MAX_TRACKS: int = 5000
const DEADLINE_S: float = 30.0

## The tracks, sorted by title: [code]{title, artist, license, track, duration_s, segment_start_s, url, file}[/code].
var tracks: Array[Dictionary] = []
## The number of tracks that the project sees.
var total: int = 0

var _turn: int = 0


## Reads the tracks that a project, [code]projects/{id}[/code], sees from the daemon.
func read(channel: _Channel, project: String) -> void:
	_turn += 1
	var turn: int = _turn
	var client := _Library.LibraryServiceClient.new(channel)
	var found: Array[Dictionary] = []
	var request := _Library.ListTracksRequest.new()
	request.page_size = PAGE_SIZE
	request.project = project
	while true:
		var call: _Call = client.list_tracks(request, DEADLINE_S)
		if not call.is_finished():
			await call.finished
		if turn != _turn or not call.status.is_ok():
			return
		var page: _Library.ListTracksResponse = call.response
		for track: _Library.Track in page.tracks:
			found.append(_entry_of(track))
		total = page.total_size
		request.page_token = page.next_page_token
		if page.next_page_token.is_empty() or found.size() >= MAX_TRACKS:
			break
	tracks = found
	changed.emit()


## Returns the entry of a track; empty when it is not in the list.
func find(track: String) -> Dictionary:
	for known: Dictionary in tracks:
		if known["track"] == track:
			return known
	return {}


func _entry_of(track: _Library.Track) -> Dictionary:
	return {
		"title": track.title,
		"artist": track.artist,
		"license": track.license,
		"track": track.name,
		"duration_s": track.duration_s,
		"segment_start_s": track.segment_start_s,
		"url": track.url,
		"file": track.file,
	}
