@tool
extends RefCounted
## Pieces of the daemon's library as Godot plays them. The last ones are kept, up to a number of bytes, and who asks for
## a piece that is on its way waits for the same call.

const _Channel := preload("../rpc/grpc_channel.gd")
const _Call := preload("../rpc/grpc_call.gd")
const _Library := preload("../proto/scenescore/v1/library.gd")
const _SoundFile := preload("sound_file.gd")

## A piece that has not come in this time is given up.
const DEADLINE_S: float = 120.0
## The largest file that is read unless [member max_piece_bytes] says otherwise: the whole piece is held in memory.
const MAX_PIECE_BYTES: int = 128 << 20

## The largest file that is read, in bytes.
var max_piece_bytes: int = MAX_PIECE_BYTES
## How many bytes of pieces are kept.
var max_kept_bytes: int = 192 << 20
## Whether pieces come so that they go on by themselves after their end, as music in a game does.
var loop: bool = false
## Why the last [method fetch] that returned gave nothing, and what to do; empty when it gave a piece.
var problem: String = ""
## Bytes of the pieces that are kept.
var kept_bytes: int = 0

# The first is the one that was longest not asked for.
var _kept: Dictionary[String, TrackAudioKept] = {}
var _arrivals: Dictionary[String, TrackAudioArrival] = {}


# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const Reading := TrackAudioReading

## A file's bytes, or why there are none.
class TrackAudioReading:
	extends RefCounted
	## The whole file; empty when there is a problem.
	var data: PackedByteArray = PackedByteArray()
	## Its suffix by what it holds, such as [code]ogg[/code].
	var format: String = ""
	## Why it can't be used, and what to do; empty when all is well.
	var problem: String = ""

	var _max_bytes: int
	var _total_bytes: int = -1
	var _call: _Call = null

	func _init(max_bytes: int) -> void:
		_max_bytes = max_bytes

	## Takes what a call brings. [param file] returns what the user knows the piece by. Await it.
	func from_call(call: _Call, file: Callable) -> void:
		_call = call
		call.response_received.connect(_take)
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
			problem = "“%s” did not come whole; was it changed just now?" % await file.call()
		data.clear()

	func _take(response: _Library.ReadTrackAudioResponse) -> void:
		if _total_bytes < 0:
			_total_bytes = response.total_bytes
		data.append_array(response.data)
		if format.is_empty():
			format = _SoundFile.format_of(data)
		# The rest of what can't be used anyway need not come.
		if format not in _SoundFile.PLAYABLE or maxi(_total_bytes, data.size()) > _max_bytes:
			_call.cancel()


# A piece that is kept.
class TrackAudioKept:
	extends RefCounted
	var stream: AudioStream
	var bytes: int

	func _init(of_stream: AudioStream, of_bytes: int) -> void:
		stream = of_stream
		bytes = of_bytes


# A piece that is on its way, for all who wait for it.
class TrackAudioArrival:
	extends RefCounted
	signal ended()
	var is_over: bool = false
	var sound := _SoundFile.Sound.new()


## Returns a track as a stream that plays, or null with [member problem]. Await it.
func fetch(channel: _Channel, track: String) -> AudioStream:
	if _kept.has(track):
		var kept := _kept[track]
		_kept.erase(track)
		_kept[track] = kept
		problem = ""
		return kept.stream
	if channel == null:
		problem = "Scenescore is not running, which has the piece."
		return null
	if not _arrivals.has(track):
		_arrivals[track] = TrackAudioArrival.new()
		_bring(channel, track, _arrivals[track])
	var arrival := _arrivals.get(track) as TrackAudioArrival
	if not arrival.is_over:
		await arrival.ended
	problem = arrival.sound.problem
	return arrival.sound.stream


## Returns a track's file as it is, if Godot can play it. Await it.
func read(channel: _Channel, track: String) -> TrackAudioReading:
	var reading := TrackAudioReading.new(max_piece_bytes)
	var client := _Library.LibraryServiceClient.new(channel)
	var request := _Library.ReadTrackAudioRequest.new()
	request.name = track
	await reading.from_call(client.read_track_audio(request, DEADLINE_S), _file_of.bind(client, track))
	return reading


## Lets go of all pieces that are kept.
func forget() -> void:
	_kept.clear()
	kept_bytes = 0


func _bring(channel: _Channel, track: String, arrival: TrackAudioArrival) -> void:
	var reading := await read(channel, track)
	arrival.sound.problem = reading.problem
	if reading.problem.is_empty():
		arrival.sound = await _SoundFile.from_bytes(reading.data, track, loop)
		if arrival.sound.stream == null:
			var file := await _file_of(_Library.LibraryServiceClient.new(channel), track)
			arrival.sound.problem = arrival.sound.problem.replace(track.get_file(), file)
		else:
			_keep(track, TrackAudioKept.new(arrival.sound.stream, reading.data.size()))
	_arrivals.erase(track)
	arrival.is_over = true
	arrival.ended.emit()


func _keep(track: String, piece: TrackAudioKept) -> void:
	if piece.bytes > max_kept_bytes:
		return
	_kept[track] = piece
	kept_bytes += piece.bytes
	for oldest: String in _kept.keys():
		if kept_bytes <= max_kept_bytes:
			return
		kept_bytes -= _kept[oldest].bytes
		_kept.erase(oldest)


# What the user knows a track by.
func _file_of(client: _Library.LibraryServiceClient, track: String) -> String:
	var request := _Library.GetTrackRequest.new()
	request.name = track
	var call := client.get_track(request)
	if not call.is_finished():
		await call.finished
	if not call.status.is_ok():
		return track
	return (call.response as _Library.GetTrackResponse).track.file.get_file()
