@tool
extends RefCounted
## Prepares a game's cues for shipping: copies their pieces into the project and writes the music credits.
##
## It never overwrites or deletes a file, and a second run changes nothing.

const _Cue := preload("../../runtime/cue.gd")
const _Cues := preload("../../runtime/cues.gd")
const _MusicCredits := preload("music_credits.gd")
const _MusicFolder := preload("music_folder.gd")
const _SoundFile := preload("../../runtime/sound_file.gd")
const _TrackAudio := preload("../../runtime/track_audio.gd")

## Where the credits are written.
const CREDITS_PATH: String = "res://MUSIC_CREDITS.md"

## What the licences of the pieces forbid, and which licences are unknown; set by [method copy_pieces].
var warnings := PackedStringArray()
## The files that were copied, as paths in the project; set by [method copy_pieces].
var copied := PackedStringArray()

var _cues_path: String
var _music_folder: _MusicFolder
var _credits_path: String
var _problems := PackedStringArray()


## Sets the file of the cues, the folder for the pieces, and the file for the credits.
func _init(cues_path: String, music_folder: String, credits_path: String = CREDITS_PATH) -> void:
	_cues_path = cues_path
	_music_folder = _MusicFolder.new(music_folder)
	_credits_path = credits_path


## Copies the cues' pieces that are not in the project yet, sets each [member ScenescoreCue.audio], saves the cues and
## writes the credits. [param read_audio] reads a piece that is not on this disk: it takes the track, may be a coroutine,
## and returns a [code]TrackAudio.Reading[/code]. Returns what went wrong, one problem a line; the other pieces are copied
## all the same. A coroutine: [code]await[/code] it.
func copy_pieces(cues: _Cues, read_audio: Callable) -> String:
	_problems.clear()
	warnings.clear()
	copied.clear()
	var folder_problem := _music_folder.prepare()
	if not folder_problem.is_empty():
		return folder_problem
	# By track: a piece of several scenes is copied once.
	var paths: Dictionary[String, String] = {}
	for cue: _Cue in cues.cues.duplicate():
		var piece := _piece_of(cue)
		if not piece.is_empty() and not paths.has(piece):
			paths[piece] = await _copy_piece(cue, read_audio)
	_set_audio(cues, paths)
	_write_credits(cues)
	if not copied.is_empty() and Engine.is_editor_hint():
		# By name: this script also runs in tests outside the editor.
		var editor := Engine.get_singleton(&"EditorInterface")
		(editor.call(&"get_resource_filesystem") as Object).call(&"scan")
	return "\n".join(_problems)


# Identifies the piece that must be copied for a cue; empty when the project has it.
func _piece_of(cue: _Cue) -> String:
	if cue == null or (not cue.audio.is_empty() and FileAccess.file_exists(cue.audio)):
		return ""
	return cue.track if not cue.track.is_empty() else cue.source_file


# Returns the piece's path in the project; empty when it can't be copied. Asks the daemon only for pieces that are not on
# this disk.
func _copy_piece(cue: _Cue, read_audio: Callable) -> String:
	var reading := await _read_disk(cue)
	if reading.format.is_empty() and not cue.track.is_empty() and read_audio.is_valid():
		var missing := reading.problem
		reading = await read_audio.call(cue.track)
		if not reading.problem.is_empty():
			reading.problem = "%s %s" % [missing, reading.problem]
	if reading.problem.is_empty():
		var name := cue.source_file.get_file().get_basename()
		var copy := await _music_folder.add(name if not name.is_empty() else cue.title, reading.format, reading.data)
		if copy.problem.is_empty():
			if copy.is_new:
				copied.append(copy.path)
			return copy.path
		reading.problem = copy.problem
	_problems.append("%s: %s" % [_display_name(cue), reading.problem])
	return ""


func _read_disk(cue: _Cue) -> _TrackAudio.Reading:
	var reading := _TrackAudio.Reading.new(0)
	var file := cue.source_file
	if not FileAccess.file_exists(file):
		reading.problem = "“%s” no longer exists." % file
		return reading
	await _SoundFile.in_background(
		func() -> void:
			if FileAccess.get_size(file) > _TrackAudio.MAX_PIECE_BYTES:
				reading.problem = _SoundFile.too_large(file, FileAccess.get_size(file), _TrackAudio.MAX_PIECE_BYTES)
				return
			reading.data = FileAccess.get_file_as_bytes(file)
			# A track's id is the beginning of the SHA-256 that its file had when it was added. The daemon knows later files.
			if not cue.track.is_empty() and not _sha256(reading.data).begins_with(cue.track.get_slice("/", 1)):
				reading.problem = "“%s” has changed since the cue was made." % file
				return
			reading.format = _SoundFile.format_of(reading.data)
			reading.problem = _SoundFile.advice(file, reading.format)
	)
	return reading


func _set_audio(cues: _Cues, paths: Dictionary[String, String]) -> void:
	var is_changed := false
	for cue: _Cue in cues.cues:
		var path: String = paths.get(_piece_of(cue), "")
		if not path.is_empty():
			cue.audio = path
			is_changed = true
	if is_changed and cues.save_to(_cues_path) != OK:
		_problems.append(cues.problem)


func _write_credits(cues: _Cues) -> void:
	var known: Array[_Cue] = []
	for cue: _Cue in cues.cues:
		if cue == null or (cue.track.is_empty() and cue.audio.is_empty()):
			continue
		known.append(cue)
		var found := _MusicCredits.warnings(cue.license)
		if _MusicCredits.is_unknown(cue.license):
			found.append("Its licence is unknown. Find out the licence before you publish the game.")
		for warning: String in found:
			var line := "%s: %s" % [_display_name(cue), warning]
			if line not in warnings:
				warnings.append(line)
	var previous := ""
	if FileAccess.file_exists(_credits_path):
		previous = FileAccess.get_file_as_string(_credits_path)
		if FileAccess.get_open_error() != OK:
			_problems.append("%s can't be read, and was not changed." % _credits_path)
			return
	if known.is_empty() and previous.is_empty():
		return
	var text := _MusicCredits.text(known, previous)
	if text.is_empty():
		_problems.append("%s lacks one of its two scenescore marks, and was not changed." % _credits_path)
	elif text != previous:
		var problem := _MusicFolder.write(_credits_path, text.to_utf8_buffer())
		if not problem.is_empty():
			_problems.append(problem)


func _display_name(cue: _Cue) -> String:
	return "“%s”" % (cue.title if not cue.title.is_empty() else _piece_of(cue))


static func _sha256(data: PackedByteArray) -> String:
	var context := HashingContext.new()
	context.start(HashingContext.HASH_SHA256)
	# The engine logs an error for empty data.
	if not data.is_empty():
		context.update(data)
	return context.finish().hex_encode()
