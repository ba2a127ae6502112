@tool
extends RefCounted
## The project's cues as the editor changes them: read from their file, written back at once.

const _CueExporter := preload("cue_exporter.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cue := preload("../../runtime/cue.gd")
const _Cues := preload("../../runtime/cues.gd")
const _Settings := preload("../../settings.gd")
const _TrackAudio := preload("../../runtime/track_audio.gd")

## The cues have changed, here or in their file.
signal changed()

## The cues; never null.
var cues: _Cues = _Cues.new()

## What the licences of the copied pieces forbid, or that they are unknown, a line each.
var warnings: String = ""

var _audio := _TrackAudio.new()
var _path: String = ""
var _md5: String = ""


## Reads the file.
func read() -> void:
	_path = _Settings.value(_Settings.CUES_PATH)
	_md5 = _file_md5()
	cues = _Cues.load_from(_path)
	changed.emit()


## Reads the file if it is another than it was: somebody may have edited it by hand. An empty one is just being written.
func read_again() -> void:
	if _path != _Settings.value(_Settings.CUES_PATH) or (_md5 != _file_md5() and not _is_empty()):
		read()


## Returns the name of a scene's cue: the scene's, or a free one where it has none.
func name_of(scene: String) -> String:
	return scene.strip_edges() if not scene.strip_edges().is_empty() else _free_name()


## Returns the track that a scene plays; empty where it has no cue.
func track_of(scene: String) -> String:
	var cue: _Cue = cues.for_scene(scene)
	return cue.track if cue != null else ""


## Makes a piece the cue of a scene, one without a name gets one; returns what went wrong. [param piece] holds what is known of
## it, [param window_s] when the pictures of [param strip] begin and end.
func use(piece: Dictionary, scene: String, window_s: Vector2, strip: PackedByteArray) -> String:
	read_again()
	var cue := _Cue.new()
	cue.scene = name_of(scene)
	for field: StringName in [&"track", &"title", &"artist", &"license", &"url", &"distance", &"model"]:
		if piece.has(field):
			cue.set(field, piece[field])
	cue.source_file = piece.get("file", "")
	cue.window_start_s = window_s.x
	cue.window_end_s = window_s.y
	cue.window = strip
	var former: _Cue = cues.for_scene(cue.scene)
	if former != null and former.track == cue.track:
		cue.audio = former.audio
	cues.set_cue(cue)
	return _save()


## Takes a scene's cue out; returns what went wrong.
func remove(scene: String) -> String:
	read_again()
	return _save() if cues.remove_scene(scene) else ""


## Copies the cues' pieces into the project and writes their credits; returns what went wrong. Await it. [param channel]
## leads to the daemon, which has the pieces that are not on this disk; it may be null.
func copy_pieces(channel: _Channel) -> String:
	read_again()
	var book := _CueExporter.new(_path, _Settings.value(_Settings.CUES_MUSIC_FOLDER))
	var read_audio := func(track: String) -> _TrackAudio.Reading: return await _audio.read(channel, track)
	var wrong: String = await book.copy_pieces(cues, read_audio if channel != null else Callable())
	warnings = "\n".join(book.warnings)
	_md5 = _file_md5()
	changed.emit()
	return wrong


func _save() -> String:
	var is_new: bool = not FileAccess.file_exists(_path)
	var error: Error = cues.save_to(_path)
	_md5 = _file_md5()
	var wrong: String = cues.problem if error != OK else ""
	if error != OK:
		# What isn't kept isn't shown either.
		cues = _Cues.load_from(_path)
	elif is_new:
		EditorInterface.get_resource_filesystem().update_file(_path)
	changed.emit()
	return wrong


func _free_name() -> String:
	var number: int = 1
	while cues.for_scene("scene %d" % number) != null:
		number += 1
	return "scene %d" % number


func _is_empty() -> bool:
	return FileAccess.file_exists(_path) and FileAccess.get_size(_path) == 0


func _file_md5() -> String:
	return FileAccess.get_md5(_path) if FileAccess.file_exists(_path) else ""
