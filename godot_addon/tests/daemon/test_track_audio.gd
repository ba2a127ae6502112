extends "../test_case.gd"
## Pieces from a real daemon's library. Run with SCENESCORE_TEST_ADDRESS and SCENESCORE_TEST_TOKEN. The library has a piece of
## 14 s in each format, named `FORMAT piece.FORMAT`, the truncated `cut.ogg`, and `gone.ogg`, whose file was deleted.

const Cue := preload("../../addons/scenescore/runtime/cue.gd")
const CueExporter := preload("../../addons/scenescore/editor/cues/cue_exporter.gd")
const Cues := preload("../../addons/scenescore/runtime/cues.gd")
const GrpcCall := preload("../../addons/scenescore/rpc/grpc_call.gd")
const Library := preload("../../addons/scenescore/proto/scenescore/v1/library.gd")
const TrackAudio := preload("../../addons/scenescore/runtime/track_audio.gd")

const FOLDER: String = "res://tests/daemon/made_by_test_track_audio"


## A channel that counts the requested pieces.
class CountingChannel:
	extends "../../addons/scenescore/rpc/grpc_channel.gd"
	var reads: int = 0

	func start_call(
		path: String, response_class: GDScript, deadline_s: float = 0.0, metadata: Dictionary[String, String] = {}
	) -> GrpcCall:
		if path.ends_with("/ReadTrackAudio"):
			reads += 1
		return super(path, response_class, deadline_s, metadata)


var _channel: CountingChannel = null
var _audio := TrackAudio.new()
# By file name.
var _tracks: Dictionary[String, Library.Track] = {}


func before_each() -> void:
	var token: Dictionary[String, String] = {"authorization": "Bearer " + OS.get_environment("SCENESCORE_TEST_TOKEN")}
	_channel = CountingChannel.new(OS.get_environment("SCENESCORE_TEST_ADDRESS"), token)
	var client := Library.LibraryServiceClient.new(_channel)
	var call := client.list_tracks(Library.ListTracksRequest.new())
	await call.finished
	equal(str(call.status), "OK")
	for track: Library.Track in (call.response as Library.ListTracksResponse).tracks:
		_tracks[track.file.get_file()] = track


func after_each() -> void:
	_channel.close()


func _process(_delta: float) -> void:
	if _channel != null:
		_channel.poll()


func test_ogg_mp3_and_wav_play() -> void:
	var classes: Dictionary[String, String] = {
		"ogg": "AudioStreamOggVorbis", "mp3": "AudioStreamMP3", "wav": "AudioStreamWAV"
	}
	for format: String in classes:
		var stream := await _audio.fetch(_channel, _track("%s piece.%s" % [format, format]))
		equal(_audio.problem, "")
		equal(stream.get_class(), classes[format])
		near(stream.get_length(), 14.0, 0.1)
	_audio = TrackAudio.new()
	_audio.loop = true
	equal((await _audio.fetch(_channel, _track("ogg piece.ogg")) as AudioStreamOggVorbis).loop, true)
	equal((await _audio.fetch(_channel, _track("wav piece.wav")) as AudioStreamWAV).loop_mode, AudioStreamWAV.LOOP_FORWARD)


func test_other_formats_are_told_with_what_to_do() -> void:
	for format: String in ["flac", "opus", "m4a", "aiff"]:
		var stream := await _audio.fetch(_channel, _track("%s piece.%s" % [format, format]))
		equal(stream, null)
		check(_audio.problem.begins_with("“%s piece.%s” is " % [format, format]), _audio.problem)
		check(_audio.problem.contains("which Godot can't play. Convert it to Ogg Vorbis"), _audio.problem)


func test_requests_for_a_piece_share_one_call() -> void:
	var got: Array[AudioStream] = []
	for i: int in 5:
		_fetch_into(got, _track("wav piece.wav"))
	check(await wait_until(func() -> bool: return got.size() == 5), "all are answered")
	equal(_channel.reads, 1)
	for stream: AudioStream in got:
		check(stream != null and stream == got[0], "one stream for all")


func test_pieces_are_kept_up_to_a_number_of_bytes() -> void:
	var ogg := await _audio.fetch(_channel, _track("ogg piece.ogg"))
	equal(await _audio.fetch(_channel, _track("ogg piece.ogg")), ogg)
	equal(_channel.reads, 1)
	var ogg_bytes := _audio.cached_bytes
	equal(ogg_bytes, FileAccess.get_size(_tracks["ogg piece.ogg"].file))
	await _audio.fetch(_channel, _track("mp3 piece.mp3"))
	_audio.max_cached_bytes = _audio.cached_bytes + 10
	# The one that was not asked for the longest goes.
	await _audio.fetch(_channel, _track("ogg piece.ogg"))
	await _audio.fetch(_channel, _track("small.ogg"))
	check(_audio.cached_bytes <= _audio.max_cached_bytes, "bounded")
	var reads := _channel.reads
	equal(await _audio.fetch(_channel, _track("ogg piece.ogg")), ogg)
	equal(_channel.reads, reads)
	await _audio.fetch(_channel, _track("mp3 piece.mp3"))
	equal(_channel.reads, reads + 1)
	# One that is larger than all that may be kept plays all the same.
	_audio.max_cached_bytes = 1000
	check(await _audio.fetch(_channel, _track("wav piece.wav")) != null, _audio.problem)
	_audio.clear_cache()
	equal(_audio.cached_bytes, 0)


func test_a_file_that_is_too_large_is_told() -> void:
	_audio.max_piece_bytes = 100_000
	equal(await _audio.fetch(_channel, _track("wav piece.wav")), null)
	check(_audio.problem.begins_with("“wav piece.wav” has "), _audio.problem)
	check(_audio.problem.contains("more than the limit of 97.65 KiB"), _audio.problem)


func test_a_damaged_file_is_told_and_may_be_tried_again() -> void:
	allow_errors("Failed to get header packet")
	for i: int in 2:
		equal(await _audio.fetch(_channel, _track("cut.ogg")), null)
		equal(_audio.problem, "“cut.ogg” can't be read: it is damaged or empty.")
	equal(_channel.reads, 2)


func test_the_daemons_words_are_passed_on() -> void:
	equal(await _audio.fetch(_channel, _track("gone.ogg")), null)
	check(_audio.problem.contains("gone.ogg: can't open the file of tracks/"), _audio.problem)
	equal(await _audio.fetch(_channel, "tracks/0123456789abcdef"), null)
	check(_audio.problem.contains("0123456789abcdef"), _audio.problem)


func test_without_a_daemon_it_is_told() -> void:
	var server := TCPServer.new()
	server.listen(0, "127.0.0.1")
	var address := "127.0.0.1:%d" % server.get_local_port()
	server.stop()
	_channel.close()
	_channel = CountingChannel.new(address)
	equal(await _audio.fetch(_channel, "tracks/0123456789abcdef"), null)
	check(_audio.problem.contains(address), _audio.problem)
	equal(await _audio.fetch(null, "tracks/0123456789abcdef"), null)
	check(not _audio.problem.is_empty(), "told")


func test_a_channel_that_closes_in_the_middle_is_told() -> void:
	var got: Array[AudioStream] = []
	_fetch_into(got, _track("wav piece.wav"))
	await get_tree().process_frame
	_channel.close()
	check(await wait_until(func() -> bool: return got.size() == 1), "answered")
	equal(got[0], null)
	check(_audio.problem.contains("closed"), _audio.problem)


func test_cues_are_copied_from_the_daemon() -> void:
	DirAccess.make_dir_recursive_absolute(FOLDER)
	FileAccess.open(FOLDER + "/.gdignore", FileAccess.WRITE).close()
	var cues := Cues.new()
	for file: String in ["mp3 piece.mp3", "flac piece.flac"]:
		var cue := Cue.new()
		cue.scene = file.get_extension()
		cue.track = _track(file)
		cue.title = file.get_basename()
		cues.set_cue(cue)
	var book := CueExporter.new(FOLDER + "/cues.tres", FOLDER + "/music", FOLDER + "/CREDITS.md")
	var problem := await book.copy_pieces(cues, func(track: String) -> TrackAudio.Reading:
		return await _audio.read(_channel, track))
	check(problem.begins_with("“flac piece”: "), problem)
	check(problem.contains("“flac piece.flac” is FLAC, which Godot can't play"), problem)
	equal(cues.for_scene("mp3").audio, FOLDER + "/music/mp3 piece.mp3")
	equal(FileAccess.get_sha256(cues.for_scene("mp3").audio), FileAccess.get_sha256(_tracks["mp3 piece.mp3"].file))


func _fetch_into(got: Array[AudioStream], track: String) -> void:
	got.append(await _audio.fetch(_channel, track))


func _track(file: String) -> String:
	check(_tracks.has(file), "the library has " + file)
	return _tracks[file].name
