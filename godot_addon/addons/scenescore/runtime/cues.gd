@tool
@icon("../icon.svg")
class_name ScenescoreCues
extends Resource
## A game's cues: which piece each scene plays.
##
## The file, by default [constant PATH], is text with one block for each scene, so that people can read, compare and edit
## it. Read it with [method load_from] and write it with [method save_to]. They never overwrite a file that something else has
## changed in the meantime, or that can't be read.

## The default file of the cues.
const PATH: String = "res://scenescore_cues.tres"

## One for each scene.
@export var cues: Array[ScenescoreCue] = []

## What is wrong with the file, in words for the user; empty when nothing is.
var problem: String = ""

# The MD5 hash of the file when this object last read or wrote it; empty when there was no file.
var _known_md5: String = ""
# False when the file has content that could not be read, and that saving would destroy.
var _complete: bool = true


## Reads the cues of a file. A missing file gives no cues; a file that can't be read sets [member problem].
static func load_from(path: String = PATH) -> ScenescoreCues:
	var result := ScenescoreCues.new()
	if not FileAccess.file_exists(path) and not ResourceLoader.exists(path):
		return result
	# Without the cache: the file may have been edited since it was last loaded.
	var stored := ResourceLoader.load(path, "", ResourceLoader.CACHE_MODE_IGNORE) as ScenescoreCues
	result._known_md5 = _md5_of(path)
	if stored == null or stored.cues.has(null):
		result._complete = false
		result.problem = (
			"%s can't be read as Scenescore's cues, and was not changed. Repair it (version control may have a "
			+ "good version), or move it away to start with an empty one."
		) % path
		return result
	result.cues = stored.cues
	result.problem = result._flaw(path)
	return result


## Writes the cues as text. Fails with [member problem] set when the file has changed since this object last read or wrote
## it.
func save_to(path: String = PATH) -> Error:
	if not _complete:
		return ERR_FILE_CORRUPT
	if _md5_of(path) != _known_md5:
		problem = "Something else has changed %s since it was read. It was not overwritten; read it again." % path
		return ERR_FILE_CANT_WRITE
	_name_blocks()
	var error := ResourceSaver.save(self, path)
	if error != OK:
		problem = "%s can't be written: %s." % [path, error_string(error)]
		return error
	problem = _flaw(path)
	_known_md5 = _md5_of(path)
	# Update an Inspector that shows the file.
	if ResourceLoader.has_cached(path) and resource_path != path:
		ResourceLoader.load(path, "", ResourceLoader.CACHE_MODE_REPLACE)
	return OK


## Whether these are all cues of the file; false when the file can't be read.
func is_complete() -> bool:
	return _complete


## Returns the cue of a scene, or null.
func for_scene(scene: String) -> ScenescoreCue:
	for cue: ScenescoreCue in cues:
		if cue != null and cue.scene == scene:
			return cue
	return null


## Adds a cue, and replaces an earlier one of the scene.
func set_cue(cue: ScenescoreCue) -> void:
	for i: int in cues.size():
		if cues[i] != null and cues[i].scene == cue.scene:
			cues[i] = cue
			emit_changed()
			return
	cues.append(cue)
	emit_changed()


## Removes the scene's cue; returns whether there was one. The audio file stays.
func remove_scene(scene: String) -> bool:
	var kept := cues.filter(func(cue: ScenescoreCue) -> bool: return cue == null or cue.scene != scene)
	if kept.size() == cues.size():
		return false
	cues.assign(kept)
	emit_changed()
	return true


# Returns a mistake in the file with which the game still works; empty when there is none.
func _flaw(path: String) -> String:
	var scenes: Dictionary[String, bool] = {}
	for cue: ScenescoreCue in cues:
		if cue.scene.is_empty():
			return "%s has a cue without a scene name, which is never played." % path
		if scenes.has(cue.scene):
			return "%s has more than one cue for the scene “%s”; the first one is used." % [path, cue.scene]
		scenes[cue.scene] = true
	return ""


# Names blocks after their scenes, so that differences between two versions are easy to read.
func _name_blocks() -> void:
	var taken: Dictionary[String, bool] = {}
	for cue: ScenescoreCue in cues:
		if cue == null:
			continue
		var name := ""
		for character: String in cue.scene.to_lower():
			name += character if character.is_valid_ascii_identifier() or character.is_valid_int() else "_"
		var unique := "cue_" + name
		var number := 2
		while taken.has(unique):
			unique = "cue_%s_%d" % [name, number]
			number += 1
		taken[unique] = true
		cue.resource_scene_unique_id = unique


static func _md5_of(path: String) -> String:
	return FileAccess.get_md5(path) if FileAccess.file_exists(path) else ""
