extends "test_case.gd"
## Copying the cues' pieces and writing their credits, with real files.

const Cue := preload("../addons/scenescore/runtime/cue.gd")
const CueExporter := preload("../addons/scenescore/editor/cues/cue_exporter.gd")
const Cues := preload("../addons/scenescore/runtime/cues.gd")
const MusicCredits := preload("../addons/scenescore/editor/cues/music_credits.gd")
const TrackAudio := preload("../addons/scenescore/runtime/track_audio.gd")

const FOLDER: String = "res://tests/made_by_test_cue_exporter"
const CUES: String = FOLDER + "/cues.tres"
const MUSIC: String = FOLDER + "/music"
const CREDITS: String = FOLDER + "/CREDITS.md"

var _library: String = ""
var _asked: PackedStringArray = []


func before_each() -> void:
	after_each()
	_library = OS.get_cache_dir().path_join("scenescore_test_cue_exporter")
	DirAccess.make_dir_recursive_absolute(FOLDER)
	DirAccess.make_dir_recursive_absolute(_library)
	# The engine must not import what a test leaves for a moment.
	FileAccess.open(FOLDER + "/.gdignore", FileAccess.WRITE).close()


func after_each() -> void:
	for folder: String in [MUSIC, FOLDER, _library]:
		if DirAccess.dir_exists_absolute(folder):
			var files := DirAccess.open(folder)
			files.include_hidden = true
			for file: String in files.get_files():
				files.remove(file)
			DirAccess.remove_absolute(folder)


func test_pieces_are_copied_and_the_cues_are_saved() -> void:
	var cues := _cues([_cue("Forest", "Green.wav", 1), _cue("Boss", "Iron.wav", 2)])
	var book := CueExporter.new(CUES, MUSIC, CREDITS)
	equal(await book.copy_pieces(cues, Callable()), "")
	equal(cues.for_scene("Forest").audio, MUSIC + "/Green.wav")
	equal(FileAccess.get_file_as_bytes(MUSIC + "/Iron.wav"), _wav(2))
	equal(Array(book.copied), [MUSIC + "/Green.wav", MUSIC + "/Iron.wav"])
	equal(Cues.load_from(CUES).for_scene("Boss").audio, MUSIC + "/Iron.wav", "saved")
	check(not FileAccess.file_exists(MUSIC + "/Iron.wav.part"), "nothing half-written stays")


func test_a_second_run_changes_nothing() -> void:
	var cues := _cues([_cue("Forest", "Green.wav", 1)])
	var book := CueExporter.new(CUES, MUSIC, CREDITS)
	await book.copy_pieces(cues, Callable())
	var before: Array = _state()
	DirAccess.remove_absolute(cues.for_scene("Forest").source_file)
	equal(await book.copy_pieces(cues, Callable()), "")
	equal(_state(), before)
	equal(book.copied.size(), 0)
	# Also when the cue has forgotten its copy, as after "Use here" anew.
	FileAccess.open(cues.for_scene("Forest").source_file, FileAccess.WRITE).store_buffer(_wav(1))
	cues.for_scene("Forest").audio = ""
	equal(await book.copy_pieces(cues, Callable()), "")
	equal(cues.for_scene("Forest").audio, MUSIC + "/Green.wav")
	equal(Array(DirAccess.get_files_at(MUSIC)), ["Green.wav"])


func test_another_file_with_the_same_name_is_not_changed() -> void:
	DirAccess.make_dir_recursive_absolute(MUSIC)
	var own := FileAccess.open(MUSIC + "/green.wav", FileAccess.WRITE)
	own.store_string("the user's own")
	own.close()
	var cues := _cues([_cue("Forest", "Green.wav", 1), _cue("Field", "Green.wav", 3, "other")])
	equal(await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(cues, Callable()), "")
	equal(FileAccess.get_file_as_string(MUSIC + "/green.wav"), "the user's own")
	equal(cues.for_scene("Forest").audio, MUSIC + "/Green 2.wav")
	equal(cues.for_scene("Field").audio, MUSIC + "/Green 3.wav")
	equal(FileAccess.get_file_as_bytes(MUSIC + "/Green 3.wav"), _wav(3))


func test_scenes_of_one_piece_share_its_copy() -> void:
	var cues := _cues([_cue("Forest", "Green.wav", 1), _cue("Clearing", "Green.wav", 1)])
	await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(cues, Callable())
	equal(Array(DirAccess.get_files_at(MUSIC)), ["Green.wav"])
	equal(cues.for_scene("Clearing").audio, MUSIC + "/Green.wav")
	var credits := FileAccess.get_file_as_string(CREDITS)
	equal(credits.count("## "), 1)
	check(credits.contains("- Scenes: Clearing, Forest"), credits)


func test_audio_that_the_user_has_set_is_kept() -> void:
	var own := FOLDER + "/own.wav"
	FileAccess.open(own, FileAccess.WRITE).store_buffer(_wav(9))
	var cue := _cue("Forest", "Green.wav", 1)
	cue.audio = own
	equal(await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(_cues([cue]), Callable()), "")
	equal(cue.audio, own)
	equal(DirAccess.get_files_at(MUSIC).size(), 0)


func test_pieces_that_are_not_on_disk_are_read_from_the_daemon() -> void:
	var gone := _cue("Forest", "Green.wav", 1)
	DirAccess.remove_absolute(gone.source_file)
	var changed := _cue("Boss", "Iron.wav", 2)
	FileAccess.open(changed.source_file, FileAccess.WRITE).store_buffer(_wav(7))
	var here := _cue("Field", "Far.wav", 3)
	equal(await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(_cues([gone, changed, here]), _read), "")
	equal(Array(_asked), [gone.track, changed.track], "only what is needed")
	equal(FileAccess.get_file_as_bytes(MUSIC + "/Green.wav"), _wav(42))
	equal(changed.audio, MUSIC + "/Iron.wav")


func test_the_others_are_copied_when_one_piece_fails() -> void:
	var gone := _cue("Forest", "Green.wav", 1)
	DirAccess.remove_absolute(gone.source_file)
	var flac := _cue("Boss", "Iron.flac", 2)
	FileAccess.open(flac.source_file, FileAccess.WRITE).store_buffer("fLaC0000".to_ascii_buffer())
	flac.track = "tracks/" + FileAccess.get_sha256(flac.source_file).left(16)
	var good := _cue("Field", "Far.wav", 3)
	var problem := await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(_cues([gone, flac, good]), Callable())
	check(problem.contains("“Green”: “%s” no longer exists." % gone.source_file), problem)
	check(problem.contains("Iron.flac” is FLAC, which Godot can't play. Convert it"), problem)
	equal(problem.count("\n"), 1)
	equal(gone.audio + flac.audio, "")
	equal(good.audio, MUSIC + "/Far.wav")
	check(FileAccess.get_file_as_string(CREDITS).contains("not copied into the project yet"), "said in the credits")


func test_unusable_folders_are_reported_and_nothing_is_changed() -> void:
	var cues := _cues([_cue("Forest", "Green.wav", 1)])
	FileAccess.open(FOLDER + "/file", FileAccess.WRITE).close()
	DirAccess.make_dir_recursive_absolute(MUSIC)
	FileAccess.open(MUSIC + "/.gdignore", FileAccess.WRITE).close()
	var words: Dictionary[String, String] = {
		"/tmp/music": "must be in the project",
		"res://../music": "must be in the project",
		FOLDER + "/file": "is a file, not a folder",
		FOLDER + "/file/music": "can't be created",
		MUSIC: "has a .gdignore",
	}
	allow_errors("Could not create directory")
	for folder: String in words:
		var problem := await CueExporter.new(CUES, folder, CREDITS).copy_pieces(cues, Callable())
		check(problem.contains(words[folder]), "%s: %s" % [folder, problem])
	check(not FileAccess.file_exists(CREDITS), "no credits of nothing")
	equal(cues.for_scene("Forest").audio, "")


func test_a_write_error_is_reported() -> void:
	var cues := _cues([_cue("Forest", "Green.wav", 1), _cue("Boss", "Iron.wav", 2)])
	# Folders in the way of the files that are written: unlike permissions, they also stop root.
	for folder: String in [MUSIC + "/Green.wav.part", CREDITS + ".part"]:
		DirAccess.make_dir_recursive_absolute(folder)
	var problem := await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(cues, Callable())
	for folder: String in [MUSIC + "/Green.wav.part", CREDITS + ".part"]:
		DirAccess.remove_absolute(folder)
	check(problem.contains("“Green”: %s/Green.wav can't be written" % MUSIC), problem)
	check(problem.contains("%s can't be written" % CREDITS), problem)
	equal(cues.for_scene("Forest").audio, "")
	equal(Cues.load_from(CUES).for_scene("Boss").audio, MUSIC + "/Iron.wav")
	equal(await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(cues, Callable()), "", "and the next time it goes well")


func test_file_names_become_valid() -> void:
	var cue := _cue("Forest", ".a`b  .wav", 1)
	var titled := _cue("Boss", "x.wav", 2)
	titled.title = "Fire: Part 1/2?"
	DirAccess.remove_absolute(titled.source_file)
	titled.source_file = ""
	await CueExporter.new(CUES, MUSIC, CREDITS).copy_pieces(_cues([cue, titled]), _read)
	equal(cue.audio, MUSIC + "/a_b.wav")
	equal(titled.audio, MUSIC + "/Fire_ Part 1_2_.wav")


func test_credits_list_everything_and_warn() -> void:
	var named := _cue("Forest", "Green.wav", 1)
	named.title = "Green *Hills*"
	named.artist = "Ann <b>Example</b>"
	named.license = "CC-BY-NC-ND 4.0"
	named.url = "https://example.org/green"
	var unknown := _cue("Boss", "Iron.wav", 2)
	unknown.license = ""
	var book := CueExporter.new(CUES, MUSIC, CREDITS)
	equal(await book.copy_pieces(_cues([named, unknown]), Callable()), "")
	var credits := FileAccess.get_file_as_string(CREDITS)
	for words: String in [
		"# Music credits\n", "## Green \\*Hills\\*\n", "- Artist: Ann \\<b\\>Example\\</b\\>\n", "- Licence: CC-BY-NC-ND 4.0\n",
		"forbids commercial use (NC)", "forbids adaptations (ND)", "- Source: <https://example.org/green>\n",
		"- File: `%s/Green.wav`\n" % MUSIC, "- Scenes: Forest\n", "- Licence: unknown. Find out the licence before you publish",
	]:
		check(credits.contains(words), "%s in:\n%s" % [words, credits])
	equal(book.warnings.size(), 3)
	check(book.warnings[2].contains("“Iron”: Its licence is unknown"), str(book.warnings))


func test_only_restrictive_licences_have_warnings() -> void:
	for fine: String in ["CC0", "CC-BY 4.0", "CC BY-SA 3.0", "Public domain", "OGA-BY", "2nd edition", "MIT", ""]:
		equal(MusicCredits.warnings(fine).size(), 0, fine)
	for license: String in [
		"CC BY-NC 4.0", "by-nc-sa", "Attribution-NonCommercial", "non commercial use only", "CC-BY-ND-3.0", "No Derivatives",
		"https://creativecommons.org/licenses/by-nd/4.0/", "© 2020 Ann. All rights reserved.",
	]:
		equal(MusicCredits.warnings(license).size(), 1, license)


func test_text_around_the_credits_is_kept() -> void:
	var file := FileAccess.open(CREDITS, FileAccess.WRITE)
	file.store_string("# Thanks\n\nTo my cat.\n")
	file.close()
	var cues := _cues([_cue("Forest", "Green.wav", 1)])
	var book := CueExporter.new(CUES, MUSIC, CREDITS)
	await book.copy_pieces(cues, Callable())
	var text := FileAccess.get_file_as_string(CREDITS)
	check(text.begins_with("# Thanks\n\nTo my cat.\n\n<!-- scenescore:begin"), text)
	file = FileAccess.open(CREDITS, FileAccess.WRITE)
	file.store_string(text + "\nAnd the dog.\n")
	file.close()
	cues.set_cue(_cue("Boss", "Iron.wav", 2))
	await book.copy_pieces(cues, Callable())
	text = FileAccess.get_file_as_string(CREDITS)
	check(text.begins_with("# Thanks\n\nTo my cat.\n") and text.ends_with("\nAnd the dog.\n"), text)
	equal(text.count("## "), 2)
	equal(text.count("scenescore:begin"), 1)
	file = FileAccess.open(CREDITS, FileAccess.WRITE)
	file.store_string(text.replace(MusicCredits.END, ""))
	file.close()
	var problem := await book.copy_pieces(cues, Callable())
	check(problem.contains("lacks one of its two scenescore marks"), problem)
	equal(FileAccess.get_file_as_string(CREDITS), text.replace(MusicCredits.END, ""))


func _cues(all: Array[Cue]) -> Cues:
	var cues := Cues.load_from(CUES)
	for cue: Cue in all:
		cues.set_cue(cue)
	return cues


func _cue(scene: String, file: String, seed: int, folder: String = "") -> Cue:
	var cue := Cue.new()
	cue.scene = scene
	cue.title = file.get_basename()
	cue.license = "CC0"
	var place := _library.path_join(folder)
	DirAccess.make_dir_recursive_absolute(place)
	cue.source_file = place.path_join(file)
	FileAccess.open(cue.source_file, FileAccess.WRITE).store_buffer(_wav(seed))
	cue.track = "tracks/" + FileAccess.get_sha256(cue.source_file).left(16)
	return cue


func _wav(seed: int) -> PackedByteArray:
	var data := "RIFF....WAVEfmt ".to_ascii_buffer()
	for i: int in 64:
		data.append((i * seed) % 251)
	return data


func _read(track: String) -> TrackAudio.Reading:
	_asked.append(track)
	await get_tree().process_frame
	var reading := TrackAudio.Reading.new(0)
	reading.data = _wav(42)
	reading.format = "wav"
	return reading


func _state() -> Array:
	var state: Array = []
	for file: String in [CUES, CREDITS, MUSIC + "/Green.wav"]:
		state.append([FileAccess.get_md5(file), FileAccess.get_modified_time(file)])
	return state
