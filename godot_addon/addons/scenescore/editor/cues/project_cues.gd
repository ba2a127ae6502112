@tool
extends RefCounted
## The project's cues: reads them from their file and writes each change back at once.

const _CueExporter := preload("cue_exporter.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cue := preload("../../runtime/cue.gd")
const _Cues := preload("../../runtime/cues.gd")
const _Settings := preload("../../settings.gd")
const _TrackAudio := preload("../../runtime/track_audio.gd")

## The cues have changed, in the editor or in their file.
signal changed()

## The cues; never null.
var cues: _Cues = _Cues.new()

## What the licences of the copied pieces forbid, and which licences are unknown, one warning a line.
var warnings: String = ""

var _audio := _TrackAudio.new()
var _path: String = ""
var _md5: String = ""


## Reads the file.
func reload() -> void:
	_path = _Settings.value(_Settings.CUES_PATH)
	_md5 = _file_md5()
	cues = _Cues.load_from(_path)
	changed.emit()


## Reads the file again if it has changed, for example by hand. Skips an empty file: it is being written.
func reload_if_changed() -> void:
	if _path != _Settings.value(_Settings.CUES_PATH) or (_md5 != _file_md5() and not _is_empty()):
		reload()


## Returns the scene name for a new cue: the scene's own name, or an unused one where it has none.
func scene_name_for(scene: String) -> String:
	return scene.strip_edges() if not scene.strip_edges().is_empty() else _unused_name()


## Makes a piece the cue of a scene; a scene without a name gets one. [param piece] has the piece's properties,
## [param strip] the thumbnails of the window, and [param window_s] the times of the first and the last of them. Returns
## what went wrong; empty when nothing did.
func use(piece: Dictionary, scene: String, window_s: Vector2, strip: PackedByteArray) -> String:
	reload_if_changed()
	var cue := _Cue.new()
	cue.scene = scene_name_for(scene)
	for field: StringName in [&"track", &"title", &"artist", &"license", &"url", &"distance", &"model"]:
		if piece.has(field):
			cue.set(field, piece[field])
	cue.source_file = piece.get("file", "")
	cue.window_start_s = window_s.x
	cue.window_end_s = window_s.y
	cue.window = strip
	var previous: _Cue = cues.for_scene(cue.scene)
	if previous != null and previous.track == cue.track:
		cue.audio = previous.audio
	cues.set_cue(cue)
	return _save()


## Removes a scene's cue. Returns what went wrong; empty when nothing did.
func remove(scene: String) -> String:
	reload_if_changed()
	return _save() if cues.remove_scene(scene) else ""


## Copies the cues' pieces into the project and writes their credits. Pieces that are not on this disk are read from the
## daemon over [param channel], which may be null. Returns what went wrong. A coroutine: [code]await[/code] it.
func copy_pieces(channel: _Channel) -> String:
	reload_if_changed()
	var exporter := _CueExporter.new(_path, _Settings.value(_Settings.CUES_MUSIC_FOLDER))
	var read_audio := func(track: String) -> _TrackAudio.Reading: return await _audio.read(channel, track)
	var error_text: String = await exporter.copy_pieces(cues, read_audio if channel != null else Callable())
	warnings = "\n".join(exporter.warnings)
	_md5 = _file_md5()
	changed.emit()
	return error_text


func _save() -> String:
	var is_new: bool = not FileAccess.file_exists(_path)
	var error: Error = cues.save_to(_path)
	_md5 = _file_md5()
	var error_text: String = cues.problem if error != OK else ""
	if error != OK:
		# Show what the file holds, not the cues that could not be saved.
		cues = _Cues.load_from(_path)
	elif is_new:
		EditorInterface.get_resource_filesystem().update_file(_path)
	changed.emit()
	return error_text


func _unused_name() -> String:
	var number: int = 1
	while cues.for_scene("scene %d" % number) != null:
		number += 1
	return "scene %d" % number


func _is_empty() -> bool:
	return FileAccess.file_exists(_path) and FileAccess.get_size(_path) == 0


func _file_md5() -> String:
	return FileAccess.get_md5(_path) if FileAccess.file_exists(_path) else ""
