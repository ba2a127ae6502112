@tool
extends RefCounted
## Loads pieces of the daemon's library as audio streams. Recently used pieces are cached, up to a number of bytes. Requests
## for a piece that is already being loaded share one call.

const _Channel := preload("../rpc/grpc_channel.gd")
const _Call := preload("../rpc/grpc_call.gd")
const _Library := preload("../proto/scenescore/v1/library.gd")
const _SoundFile := preload("sound_file.gd")

## The deadline for loading a piece.
const DEADLINE_S: float = 120.0
## The default of [member max_piece_bytes]: the whole piece is held in memory.
const MAX_PIECE_BYTES: int = 128 << 20

## The size of the largest file that is loaded, in bytes.
var max_piece_bytes: int = MAX_PIECE_BYTES
## The size of the cache, in bytes.
var max_cached_bytes: int = 192 << 20
## Whether the streams loop.
var loop: bool = false
## Why the last [method fetch] failed, and what to do; empty when it returned a piece.
var problem: String = ""
## The size of the cached pieces, in bytes.
var cached_bytes: int = 0

# In the order of their last use, the oldest first.
var _cache: Dictionary[String, TrackAudioCached] = {}
var _downloads: Dictionary[String, TrackAudioDownload] = {}


# The short name for other scripts. The class's own name is long because GDScript looks up a type among the game's
# global classes first.
const Reading := TrackAudioReading

## A file's bytes, or why there are none.
class TrackAudioReading:
	extends RefCounted
	## The whole file; empty when there is a problem.
	var data: PackedByteArray = PackedByteArray()
	## The format of its content, as a file suffix such as [code]ogg[/code].
	var format: String = ""
	## Why it can't be used, and what to do; empty when all is well.
	var problem: String = ""

	var _max_bytes: int
	var _total_bytes: int = -1
	var _call: _Call = null

	func _init(max_bytes: int) -> void:
		_max_bytes = max_bytes

	## Receives a call's responses. [param file] returns the piece's file name. A coroutine: [code]await[/code] it.
	func from_call(call: _Call, file: Callable) -> void:
		_call = call
		call.response_received.connect(_on_response)
		if not call.is_finished():
			await call.finished
		if problem.is_empty() and format in _SoundFile.PLAYABLE and call.status.is_ok() and data.size() == _total_bytes:
			return
		if _total_bytes > _max_bytes:
			problem = _SoundFile.too_large(await file.call(), _total_bytes, _max_bytes)
		elif not data.is_empty() and format not in _SoundFile.PLAYABLE:
			problem = _SoundFile.advice(await file.call(), format)
		elif not call.status.is_ok():
			problem = call.status.message
		else:
			problem = "“%s” is incomplete; was the file changed while it was read?" % await file.call()
		data.clear()

	func _on_response(response: _Library.ReadTrackAudioResponse) -> void:
		if _total_bytes < 0:
			_total_bytes = response.total_bytes
		data.append_array(response.data)
		if format.is_empty():
			format = _SoundFile.format_of(data)
		# Don't load the rest of a file that can't be used.
		if format not in _SoundFile.PLAYABLE or maxi(_total_bytes, data.size()) > _max_bytes:
			_call.cancel()


# A cached piece.
class TrackAudioCached:
	extends RefCounted
	var stream: AudioStream
	var bytes: int

	func _init(of_stream: AudioStream, of_bytes: int) -> void:
		stream = of_stream
		bytes = of_bytes


# A piece that is being loaded, shared by all requests for it.
class TrackAudioDownload:
	extends RefCounted
	signal ended()
	var is_finished: bool = false
	var sound := _SoundFile.Sound.new()


## Returns a track as an audio stream; null with [member problem] set when it fails. A coroutine: [code]await[/code] it.
func fetch(channel: _Channel, track: String) -> AudioStream:
	if _cache.has(track):
		var cached := _cache[track]
		_cache.erase(track)
		_cache[track] = cached
		problem = ""
		return cached.stream
	if channel == null:
		problem = "The Scenescore program, which has the piece, isn't running."
		return null
	if not _downloads.has(track):
		_downloads[track] = TrackAudioDownload.new()
		_download(channel, track, _downloads[track])
	var download := _downloads.get(track) as TrackAudioDownload
	if not download.is_finished:
		await download.ended
	problem = download.sound.problem
	return download.sound.stream


## Reads a track's file, if Godot can play it. A coroutine: [code]await[/code] it.
func read(channel: _Channel, track: String) -> TrackAudioReading:
	var reading := TrackAudioReading.new(max_piece_bytes)
	var client := _Library.LibraryServiceClient.new(channel)
	var request := _Library.ReadTrackAudioRequest.new()
	request.name = track
	await reading.from_call(client.read_track_audio(request, DEADLINE_S), _file_of.bind(client, track))
	return reading


## Empties the cache.
func clear_cache() -> void:
	_cache.clear()
	cached_bytes = 0


func _download(channel: _Channel, track: String, download: TrackAudioDownload) -> void:
	var reading := await read(channel, track)
	download.sound.problem = reading.problem
	if reading.problem.is_empty():
		download.sound = await _SoundFile.from_bytes(reading.data, track, loop)
		if download.sound.stream == null:
			var file := await _file_of(_Library.LibraryServiceClient.new(channel), track)
			download.sound.problem = download.sound.problem.replace(track.get_file(), file)
		else:
			_add_to_cache(track, TrackAudioCached.new(download.sound.stream, reading.data.size()))
	_downloads.erase(track)
	download.is_finished = true
	download.ended.emit()


func _add_to_cache(track: String, piece: TrackAudioCached) -> void:
	if piece.bytes > max_cached_bytes:
		return
	_cache[track] = piece
	cached_bytes += piece.bytes
	for oldest: String in _cache.keys():
		if cached_bytes <= max_cached_bytes:
			return
		cached_bytes -= _cache[oldest].bytes
		_cache.erase(oldest)


# Returns the name of a track's file.
func _file_of(client: _Library.LibraryServiceClient, track: String) -> String:
	var request := _Library.GetTrackRequest.new()
	request.name = track
	var call := client.get_track(request)
	if not call.is_finished():
		await call.finished
	if not call.status.is_ok():
		return track
	return (call.response as _Library.GetTrackResponse).track.file.get_file()
