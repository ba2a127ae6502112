@tool
extends RefCounted
## Loads sound files that Godot can play: Ogg Vorbis, MP3 and WAV. For other formats it says what to do.
##
## Files are read on a worker thread, so that a long piece doesn't block a frame.

## The names of the formats that are recognised by their first bytes, by file suffix.
const NAMES: Dictionary[String, String] = {
	"ogg": "Ogg Vorbis", "mp3": "MP3", "wav": "WAV", "flac": "FLAC", "opus": "Opus", "m4a": "AAC (M4A)",
	"aiff": "AIFF", "wma": "Windows Media", "webm": "WebM or Matroska", "aac": "AAC", "mid": "MIDI",
}
## The formats that Godot can play.
const PLAYABLE: PackedStringArray = ["ogg", "mp3", "wav"]
## How many first bytes are needed to recognise a format.
const HEAD_BYTES: int = 64

const _BEGINNINGS: Dictionary[String, String] = {
	"664c6143": "flac", "494433": "mp3", "464f524d": "aiff", "1a45dfa3": "webm", "3026b275": "wma", "4d546864": "mid",
}


# The short name for other scripts. The class's own name is long because GDScript looks up a type among the game's
# global classes first.
const Sound := SoundFileSound

## A loaded piece, or why it can't be loaded.
class SoundFileSound:
	extends RefCounted
	## Null when it can't be played.
	var stream: AudioStream = null
	## Why, and what to do; empty when it plays.
	var problem: String = ""


## Returns the format of a file by its first bytes, as a file suffix; empty when it is unknown.
static func format_of(head: PackedByteArray) -> String:
	if _has_text(head, 0, "OggS") and head.size() >= HEAD_BYTES:
		# A container for several formats: the first packet tells, after the page's header and its segment table.
		var packet := 27 + head[26]
		if _has_text(head, packet + 1, "vorbis"):
			return "ogg"
		return "opus" if _has_text(head, packet, "OpusHead") else "flac" if _has_text(head, packet + 1, "FLAC") else ""
	if _has_text(head, 0, "RIFF"):
		return "wav" if _has_text(head, 8, "WAVE") else ""
	if _has_text(head, 4, "ftyp"):
		return "m4a"
	for beginning: String in _BEGINNINGS:
		if head.slice(0, 4).hex_encode().begins_with(beginning):
			return _BEGINNINGS[beginning]
	if head.size() > 1 and head[0] == 0xff and head[1] & 0xe0 == 0xe0:
		# A bare frame: layer 0 in its header means AAC.
		return "aac" if head[1] & 0x06 == 0 else "mp3"
	return ""


## Returns why Godot can't play a format, and what to do; empty when it can. [param file] is the file's name or path.
static func advice(file: String, format: String) -> String:
	if format in PLAYABLE:
		return ""
	var name := file.get_file()
	if format.is_empty():
		return "“%s” is not a sound file that Godot can play. It plays Ogg Vorbis, MP3 and WAV." % name
	return (
		"“%s” is %s, which Godot can't play. Convert it to Ogg Vorbis, for example with: "
		+ "ffmpeg -i \"%s\" -vn -c:a libvorbis -q:a 6 \"%s.ogg\""
	) % [name, NAMES[format], name, name.get_basename()]


## Returns the message for a file that is too large.
static func too_large(file: String, bytes: int, max_bytes: int) -> String:
	return "“%s” has %s, more than the limit of %s. Make it shorter, or convert it to Ogg Vorbis." % [
		file.get_file(), String.humanize_size(bytes), String.humanize_size(max_bytes)
	]


## Loads a piece from the bytes of its file; with [param loop] it loops. A coroutine: [code]await[/code] it.
static func from_bytes(data: PackedByteArray, file: String, loop: bool = false) -> SoundFileSound:
	var sound := SoundFileSound.new()
	await in_background(func() -> void: _decode(data, file, loop, sound))
	return sound


## Loads a piece of the project ([code]res://[/code]) or any other file; with [param loop] it loops. A coroutine:
## [code]await[/code] it.
static func from_path(path: String, loop: bool = false) -> SoundFileSound:
	var sound := SoundFileSound.new()
	if ResourceLoader.exists(path):
		await _load_resource(path, loop, sound)
	elif not FileAccess.file_exists(path):
		await _next_frame()
		sound.problem = "“%s” does not exist." % path
	else:
		await in_background(func() -> void: _decode(FileAccess.get_file_as_bytes(path), path, loop, sound))
	return sound


## Returns a stream that loops, where its type can. A stream that doesn't loop yet is copied, because the game may use it,
## too.
static func looping(stream: AudioStream) -> AudioStream:
	var needs_copy: bool = (
		(stream is AudioStreamOggVorbis and not (stream as AudioStreamOggVorbis).loop)
		or (stream is AudioStreamMP3 and not (stream as AudioStreamMP3).loop)
		or (stream is AudioStreamWAV and (stream as AudioStreamWAV).loop_mode == AudioStreamWAV.LOOP_DISABLED)
	)
	if not needs_copy:
		return stream
	var copy: AudioStream = stream.duplicate()
	_make_loop(copy)
	return copy


## Runs work on another thread, which must not touch the scene tree. A coroutine: [code]await[/code] it.
static func in_background(work: Callable) -> void:
	var task := WorkerThreadPool.add_task(work, false, "Scenescore: music files")
	# At least one frame, so that the result never arrives before the call returns.
	await _next_frame()
	while not WorkerThreadPool.is_task_completed(task):
		await _next_frame()
	WorkerThreadPool.wait_for_task_completion(task)


static func _has_text(head: PackedByteArray, at: int, text: String) -> bool:
	return head.slice(at, at + text.length()) == text.to_ascii_buffer()


static func _decode(data: PackedByteArray, file: String, loop: bool, sound: SoundFileSound) -> void:
	var format := format_of(data)
	sound.problem = advice(file, format)
	match format:
		"ogg":
			sound.stream = AudioStreamOggVorbis.load_from_buffer(data)
		"mp3":
			sound.stream = AudioStreamMP3.load_from_buffer(data)
		"wav":
			sound.stream = AudioStreamWAV.load_from_buffer(data)
	if sound.problem.is_empty() and (sound.stream == null or sound.stream.get_length() <= 0.0):
		sound.stream = null
		sound.problem = "“%s” can't be read: it is damaged or empty." % file.get_file()
	if loop and sound.stream != null:
		_make_loop(sound.stream)


static func _make_loop(stream: AudioStream) -> void:
	if stream is AudioStreamOggVorbis:
		(stream as AudioStreamOggVorbis).loop = true
	elif stream is AudioStreamMP3:
		(stream as AudioStreamMP3).loop = true
	elif stream is AudioStreamWAV:
		var wav := stream as AudioStreamWAV
		wav.loop_mode = AudioStreamWAV.LOOP_FORWARD
		wav.loop_begin = 0
		# The last frame, as in Godot's own import: with one more, Godot reads beyond the data (godotengine/godot#119778).
		wav.loop_end = roundi(wav.get_length() * wav.mix_rate) - 1


static func _load_resource(path: String, loop: bool, sound: SoundFileSound) -> void:
	if ResourceLoader.load_threaded_request(path) == OK:
		await _next_frame()
		while ResourceLoader.load_threaded_get_status(path) == ResourceLoader.THREAD_LOAD_IN_PROGRESS:
			await _next_frame()
		sound.stream = ResourceLoader.load_threaded_get(path) as AudioStream
	if sound.stream == null:
		sound.problem = "“%s” can't be loaded as music; see the errors of the engine above." % path
	elif loop:
		await in_background(func() -> void: sound.stream = looping(sound.stream))


static func _next_frame() -> Signal:
	return (Engine.get_main_loop() as SceneTree).process_frame
