@tool
@icon("../icon.svg")
class_name ScenescoreCues
extends Resource
## A game's cues: which piece each scene plays.
##
## Kept in [constant PATH] as text, one block for each scene, to be read, compared and edited by hand. Read it with
## [method load_from] and write it with [method save_to]: what somebody else changed in the meantime, and what
## cannot be read, is never overwritten.

## Where cues are kept unless a setting says otherwise.
const PATH: String = "res://scenescore_cues.tres"

## One for each scene.
@export var cues: Array[ScenescoreCue] = []

## What is wrong with the file, in words for the user; empty when all is well.
var problem: String = ""

# The MD5 of the file as this object last read or wrote it; empty when there was none.
var _known_md5: String = ""
# False when the file held something that this object could not take in, and would lose by saving.
var _complete: bool = true


## Reads the cues of a file; no file is no cues. A file that cannot be read gives [member problem].
static func load_from(path: String = PATH) -> ScenescoreCues:
	var result := ScenescoreCues.new()
	if not FileAccess.file_exists(path) and not ResourceLoader.exists(path):
		return result
	# Past the cache: the file may have been edited since it was last loaded.
	var stored := ResourceLoader.load(path, "", ResourceLoader.CACHE_MODE_IGNORE) as ScenescoreCues
	result._known_md5 = _md5_of(path)
	if stored == null or stored.cues.has(null):
		result._complete = false
		result.problem = (
			"%s cannot be read as Scenescore's cues, and is left as it is. Repair it (version control has "
			+ "its last good state), or move it away to begin anew."
		) % path
		return result
	result.cues = stored.cues
	result.problem = result._flaw(path)
	return result


## Writes the cues as text. Refuses, with [member problem] set, when the file is not as this object last read or
## wrote it.
func save_to(path: String = PATH) -> Error:
	if not _complete:
		return ERR_FILE_CORRUPT
	if _md5_of(path) != _known_md5:
		problem = "%s has been changed by something else since it was read; it is left as it is. Read it again." % path
		return ERR_FILE_CANT_WRITE
	_name_blocks()
	var error := ResourceSaver.save(self, path)
	if error != OK:
		problem = "%s cannot be written: %s." % [path, error_string(error)]
		return error
	problem = _flaw(path)
	_known_md5 = _md5_of(path)
	# An Inspector that shows the file shows what it now holds.
	if ResourceLoader.has_cached(path) and resource_path != path:
		ResourceLoader.load(path, "", ResourceLoader.CACHE_MODE_REPLACE)
	return OK


## Returns the cue of a scene, or null.
func for_scene(scene: String) -> ScenescoreCue:
	for cue: ScenescoreCue in cues:
		if cue != null and cue.scene == scene:
			return cue
	return null


## Adds a cue, in place of the scene's former one.
func set_cue(cue: ScenescoreCue) -> void:
	for i: int in cues.size():
		if cues[i] != null and cues[i].scene == cue.scene:
			cues[i] = cue
			emit_changed()
			return
	cues.append(cue)
	emit_changed()


## Takes the scene's cue out; tells whether there was one. The audio file stays.
func remove_scene(scene: String) -> bool:
	var kept := cues.filter(func(cue: ScenescoreCue) -> bool: return cue == null or cue.scene != scene)
	if kept.size() == cues.size():
		return false
	cues.assign(kept)
	emit_changed()
	return true


# What a hand may have got wrong that the game can live with.
func _flaw(path: String) -> String:
	var scenes: Dictionary[String, bool] = {}
	for cue: ScenescoreCue in cues:
		if cue.scene.is_empty():
			return "%s has a cue without a scene's name; it is never played." % path
		if scenes.has(cue.scene):
			return "%s has more than one cue for the scene “%s”; the first one counts." % [path, cue.scene]
		scenes[cue.scene] = true
	return ""


# Blocks are named after their scenes and keep their names: a difference between two versions is easy to read.
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
