@tool
extends RefCounted
## Sound files as Godot plays them: Ogg Vorbis, MP3 and WAV. Others are told by name, with what to do about them.
##
## Reading happens on a worker thread: a long piece must not hold up a frame.

## What is known of a format by its first bytes: suffix, how people call it.
const NAMES: Dictionary[String, String] = {
	"ogg": "Ogg Vorbis", "mp3": "MP3", "wav": "WAV", "flac": "FLAC", "opus": "Opus", "m4a": "AAC (M4A)",
	"aiff": "AIFF", "wma": "Windows Media", "webm": "WebM or Matroska", "aac": "AAC", "mid": "MIDI",
}
## Those that Godot plays.
const PLAYABLE: PackedStringArray = ["ogg", "mp3", "wav"]
## So many first bytes are enough to tell.
const HEAD_BYTES: int = 64

const _BEGINNINGS: Dictionary[String, String] = {
	"664c6143": "flac", "494433": "mp3", "464f524d": "aiff", "1a45dfa3": "webm", "3026b275": "wma", "4d546864": "mid",
}


# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const Sound := SoundFileSound

## A piece, or why there is none.
class SoundFileSound:
	extends RefCounted
	## Null when it can't be played.
	var stream: AudioStream = null
	## Why, and what to do; empty when it plays.
	var problem: String = ""


## Returns the format by the file's first bytes, as the suffix it should have; empty when it is none of the known ones.
static func format_of(head: PackedByteArray) -> String:
	if _says(head, 0, "OggS") and head.size() >= HEAD_BYTES:
		# One container for several: the first packet tells, behind the page's header and its table.
		var packet := 27 + head[26]
		if _says(head, packet + 1, "vorbis"):
			return "ogg"
		return "opus" if _says(head, packet, "OpusHead") else "flac" if _says(head, packet + 1, "FLAC") else ""
	if _says(head, 0, "RIFF"):
		return "wav" if _says(head, 8, "WAVE") else ""
	if _says(head, 4, "ftyp"):
		return "m4a"
	for beginning: String in _BEGINNINGS:
		if head.slice(0, 4).hex_encode().begins_with(beginning):
			return _BEGINNINGS[beginning]
	if head.size() > 1 and head[0] == 0xff and head[1] & 0xe0 == 0xe0:
		# A bare frame; layer 0 in its header is AAC's.
		return "aac" if head[1] & 0x06 == 0 else "mp3"
	return ""


## Returns why Godot can't play a format and what to do, in one sentence or two; empty when it can. [param file] is
## what the user knows it as.
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


## Returns what to say of a file that is too large to be read.
static func too_large(file: String, bytes: int, max_bytes: int) -> String:
	return "“%s” has %s, more than the %s that fit. Make it shorter, or convert it to Ogg Vorbis." % [
		file.get_file(), String.humanize_size(bytes), String.humanize_size(max_bytes)
	]


## Reads a piece from the bytes of its file; with [param loop] it goes on by itself after its end. Await it.
static func from_bytes(data: PackedByteArray, file: String, loop: bool = false) -> SoundFileSound:
	var sound := SoundFileSound.new()
	await in_background(func() -> void: _decode(data, file, loop, sound))
	return sound


## Reads a piece of the project ([code]res://[/code]) or any other file; with [param loop] it goes on by itself after
## its end. Await it.
static func from_path(path: String, loop: bool = false) -> SoundFileSound:
	var sound := SoundFileSound.new()
	if ResourceLoader.exists(path):
		await _load_resource(path, loop, sound)
	elif not FileAccess.file_exists(path):
		await _next_frame()
		sound.problem = "“%s” is not there." % path
	else:
		await in_background(func() -> void: _decode(FileAccess.get_file_as_bytes(path), path, loop, sound))
	return sound


## Returns the stream so that it goes on by itself after its end, where its kind can; otherwise as it is. A stream that
## would have to be changed is copied: the game may use it, too.
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


## Does work on another thread, in which nothing of the scene tree may be touched. Await it.
static func in_background(work: Callable) -> void:
	var task := WorkerThreadPool.add_task(work, false, "Scenescore: music files")
	# At least one frame, so that who waits is never answered before the call returns.
	await _next_frame()
	while not WorkerThreadPool.is_task_completed(task):
		await _next_frame()
	WorkerThreadPool.wait_for_task_completion(task)


static func _says(head: PackedByteArray, at: int, text: String) -> bool:
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
		# The last frame, as in Godot's own import: one more is read from beyond the data (godotengine/godot#119778).
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
