@tool
extends RefCounted
## The library's tracks, page by page.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Call := preload("../../rpc/grpc_call.gd")
const _Library := preload("../../proto/scenescore/v1/library.gd")

## The tracks have changed.
signal changed()

## Tracks asked for at once: a page is read within a frame.
const PAGE: int = 100
## Tracks that are kept at most; more than that nobody scrolls through.
const AT_MOST: int = 5000
const DEADLINE_S: float = 30.0

## The tracks by title: [code]{title, artist, license, track, duration_s, segment_start_s, url, file}[/code].
var tracks: Array[Dictionary] = []
## Tracks in the whole library.
var total: int = 0

var _turn: int = 0


## Reads the tracks anew.
func read(channel: _Channel) -> void:
	_turn += 1
	var turn: int = _turn
	var client := _Library.LibraryServiceClient.new(channel)
	var found: Array[Dictionary] = []
	var request := _Library.ListTracksRequest.new()
	request.page_size = PAGE
	while true:
		var call: _Call = client.list_tracks(request, DEADLINE_S)
		if not call.is_finished():
			await call.finished
		if turn != _turn or not call.status.is_ok():
			return
		var page: _Library.ListTracksResponse = call.response
		for track: _Library.Track in page.tracks:
			found.append(_described(track))
		total = page.total_size
		request.page_token = page.next_page_token
		if page.next_page_token.is_empty() or found.size() >= AT_MOST:
			break
	tracks = found
	changed.emit()


## Returns what is known of a track; empty when it is not in the list.
func find(track: String) -> Dictionary:
	for known: Dictionary in tracks:
		if known["track"] == track:
			return known
	return {}


func _described(track: _Library.Track) -> Dictionary:
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
