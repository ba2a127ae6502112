extends "test_case.gd"
## The cues' file, and conversions of matches.

const Cue := preload("../addons/scenescore/runtime/cue.gd")
const Cues := preload("../addons/scenescore/runtime/cues.gd")
const Library := preload("../addons/scenescore/proto/scenescore/v1/match.gd")
const TrackMatch := preload("../addons/scenescore/runtime/match.gd")

const PATH: String = "res://tests/made_by_test_cues.tres"
## Saved by version 0.1.0.
const OLD_PATH: String = "res://tests/cues_of_0_1_0.tres"


func before_each() -> void:
	after_each()


func after_each() -> void:
	if FileAccess.file_exists(PATH):
		DirAccess.remove_absolute(PATH)


func test_a_missing_file_has_no_cues() -> void:
	var cues := Cues.load_from(PATH)
	equal(cues.cues.size(), 0)
	equal(cues.problem, "")
	equal(cues.for_scene("Forest"), null)


func test_saved_cues_are_read_back() -> void:
	var cue := _cue("Forest/Höhle 1")
	cue.track = "tracks/0123"
	cue.title = "“Quoted”, \"twice\"\nand broken"
	cue.window = PackedByteArray(range(256))
	cue.window_end_s = 12.5
	cue.distance = 0.125
	_save([cue, _cue("Town")])
	var read := Cues.load_from(PATH)
	equal(read.problem, "")
	equal(read.cues.size(), 2)
	var same := read.for_scene("Forest/Höhle 1")
	for property: Dictionary in cue.get_property_list():
		if property["usage"] & PROPERTY_USAGE_SCRIPT_VARIABLE:
			equal(same.get(property["name"]), cue.get(property["name"]), property["name"])


func test_cues_of_version_0_1_0_are_read() -> void:
	var cues := Cues.load_from(OLD_PATH)
	equal(cues.problem, "")
	equal(cues.cues.size(), 2)
	equal(cues.for_scene("village").audio, "")
	var cue := cues.for_scene("boss")
	var expected: Dictionary[StringName, Variant] = {
		&"track": "tracks/0123456789abcdef", &"title": "Iron", &"artist": "Somebody", &"license": "CC BY 4.0",
		&"url": "https://example.org/iron", &"source_file": "/home/somebody/iron.flac", &"audio": "res://music/boss.ogg",
		&"window_start_s": 1.5, &"window_end_s": 12.5, &"distance": 0.25, &"model": "models/starter",
		&"window": PackedByteArray([82, 73, 70, 70]),
	}
	for field: StringName in expected:
		equal(cue.get(field), expected[field], field)


func test_the_file_is_text_that_people_can_edit() -> void:
	_save([_cue("Forest"), _cue("Town")])
	var text := FileAccess.get_file_as_string(PATH)
	check(text.contains("[sub_resource type=\"Resource\" id=\"cue_forest\"]"), text)
	check(text.contains("\nscene = \"Forest\"\n"), text)
	_write(text.replace("scene = \"Forest\"", "scene = \"Wood\"\naudio = \"res://music/wood.ogg\""))
	var read := Cues.load_from(PATH)
	equal(read.for_scene("Wood").audio, "res://music/wood.ogg")
	equal(read.for_scene("Forest"), null)
	equal(read.save_to(PATH), OK)


func test_saving_again_changes_nothing_and_one_cue_changes_its_block_only() -> void:
	_save([_cue("Forest"), _cue("Town"), _cue("town")])
	var text := FileAccess.get_file_as_string(PATH)
	var read := Cues.load_from(PATH)
	equal(read.save_to(PATH), OK)
	equal(FileAccess.get_file_as_string(PATH), text)
	read.for_scene("Town").title = "Bells"
	equal(read.save_to(PATH), OK)
	equal(FileAccess.get_file_as_string(PATH).replace("title = \"Bells\"\n", ""), text)


func test_a_broken_file_is_reported_and_not_changed() -> void:
	_save([_cue("Forest"), _cue("Town")])
	var text := FileAccess.get_file_as_string(PATH)
	allow_errors("made_by_test_cues.tres")
	for broken: String in [
		"", "not a resource", text.left(text.length() / 2), "<<<<<<< ours\n" + text, text.replace("[sub_resource", "[sub_res"),
		text.replace("SubResource(\"cue_town\")", "null"), "[gd_resource type=\"Gradient\" format=3]\n\n[resource]\n",
	]:
		_write(broken)
		var cues := Cues.load_from(PATH)
		check(cues.problem.begins_with(PATH + " can't be read as Scenescore's cues, and was not changed."), broken + cues.problem)
		cues.set_cue(_cue("New"))
		equal(cues.save_to(PATH), ERR_FILE_CORRUPT)
		check(not cues.problem.is_empty(), "still told")
		check(Cues.new().save_to(PATH) != OK, "nor by cues that were never read")
		equal(FileAccess.get_file_as_string(PATH), broken)


func test_changes_by_others_are_not_overwritten() -> void:
	_save([_cue("Forest")])
	var mine := Cues.load_from(PATH)
	var theirs := Cues.load_from(PATH)
	theirs.set_cue(_cue("Town"))
	equal(theirs.save_to(PATH), OK)
	mine.set_cue(_cue("Boss"))
	equal(mine.save_to(PATH), ERR_FILE_CANT_WRITE)
	check(mine.problem.contains("Something else has changed"), mine.problem)
	check(Cues.load_from(PATH).for_scene("Town") != null, "theirs is there")
	equal(theirs.save_to(PATH), OK, "who wrote last may go on")


func test_a_file_that_cannot_be_written_is_reported() -> void:
	allow_errors("Cannot save file")
	var cues := Cues.new()
	equal(cues.save_to("res://no_such_folder/cues.tres") != OK, true)
	check(cues.problem.contains("res://no_such_folder/cues.tres can't be written"), cues.problem)


func test_a_scene_has_one_cue() -> void:
	var cues := Cues.new()
	cues.set_cue(_cue("Forest"))
	var second := _cue("Forest")
	cues.set_cue(second)
	cues.set_cue(_cue("Town"))
	equal(cues.cues.size(), 2)
	equal(cues.for_scene("Forest"), second)
	equal(cues.remove_scene("Forest"), true)
	equal(cues.remove_scene("Forest"), false)
	equal(cues.for_scene("Forest"), null)
	equal(cues.cues.size(), 1)


func test_mistakes_in_the_file_are_reported_and_tolerated() -> void:
	var twice: Array[Cue] = [_cue("Forest"), _cue("Forest")]
	_save(twice)
	var read := Cues.load_from(PATH)
	check(read.problem.contains("more than one cue for the scene “Forest”"), read.problem)
	equal(read.cues.size(), 2)
	equal(read.remove_scene("Forest"), true)
	equal(read.save_to(PATH), OK)
	equal(read.problem, "")
	_save([_cue("")])
	check(Cues.load_from(PATH).problem.contains("without a scene name"), "nameless")


func test_a_cached_resource_is_updated() -> void:
	_save([_cue("Forest")])
	var shown: Cues = load(PATH)
	var cues := Cues.load_from(PATH)
	cues.for_scene("Forest").title = "Green"
	equal(cues.save_to(PATH), OK)
	equal((load(PATH) as Cues).for_scene("Forest").title, "Green")
	equal(shown.for_scene("Forest").title, "Green")


func test_a_cue_is_playable_if_its_audio_exists() -> void:
	var cue := _cue("Forest")
	equal(cue.is_playable(), false)
	cue.audio = "res://no/such.ogg"
	equal(cue.is_playable(), false)


func test_a_match_converts_to_a_dictionary_and_back() -> void:
	var found := TrackMatch.new()
	found.rank = 1
	found.track = "tracks/1"
	found.title = "Battle"
	found.distance = 0.25
	var same := TrackMatch.from_dictionary(found.to_dictionary())
	equal(same.to_dictionary(), found.to_dictionary())
	equal(str(same), "1. Battle (distance 0.2500)")
	var odd := TrackMatch.from_dictionary({"rank": "first", "title": 7, "distance": 1, "license": null})
	equal(odd.rank, 0)
	equal(odd.title, "")
	equal(odd.distance, 1.0)
	equal(odd.license, "")


func test_a_match_is_created_from_the_daemons_message() -> void:
	var message := Library.Match.new()
	for field: StringName in TrackMatch.FIELDS:
		message.set(field, 2 if message.get(field) is int else 0.5 if message.get(field) is float else "x " + field)
	equal(TrackMatch.from_proto(message).to_dictionary(), {
		"rank": 2, "track": "x track", "title": "x title", "artist": "x artist", "license": "x license", "url": "x url",
		"file": "x file", "distance": 0.5, "score": 0.5, "fit": 0.5,
	})


func _cue(scene: String) -> Cue:
	var cue := Cue.new()
	cue.scene = scene
	return cue


func _save(all: Array[Cue]) -> void:
	after_each()
	var cues := Cues.new()
	cues.cues = all
	equal(cues.save_to(PATH), OK)


func _write(text: String) -> void:
	var file := FileAccess.open(PATH, FileAccess.WRITE)
	file.store_string(text)
	file.close()
