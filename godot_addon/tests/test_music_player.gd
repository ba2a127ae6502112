extends "test_case.gd"
## The music player: what it starts, ends, creates and removes. Other tests measure its sound in recorded films.

const BarClock := preload("../addons/scenescore/runtime/bar_clock.gd")
const Fade := preload("../addons/scenescore/runtime/equal_power_fade.gd")
const MusicPlayer := preload("../addons/scenescore/runtime/music_player.gd")
const SoundFile := preload("../addons/scenescore/runtime/sound_file.gd")
const Voice := preload("../addons/scenescore/runtime/music_voice.gd")

const RATE: int = 8000
const BUS: StringName = &"Test music"

var _player: MusicPlayer = null
var _said := PackedStringArray()


func before_each() -> void:
	_player = _new_player()
	add_child(_player)


func after_each() -> void:
	Engine.time_scale = 1.0
	get_tree().paused = false


func test_a_bus_is_created_and_removed_by_its_last_user() -> void:
	var buses := AudioServer.bus_count
	check(AudioServer.get_bus_index(BUS) > 0, "made")
	equal(AudioServer.get_bus_send(AudioServer.get_bus_index(BUS)), &"Master")
	var other := _new_player()
	add_child(other)
	equal(AudioServer.bus_count, buses)
	_player.free()
	check(AudioServer.get_bus_index(BUS) > 0, "still used")
	other.bus = &"Another one"
	equal(AudioServer.get_bus_index(BUS), -1)
	check(AudioServer.get_bus_index(&"Another one") > 0, "made")
	other.free()
	equal(AudioServer.bus_count, buses - 1)


func test_a_bus_of_the_game_is_kept() -> void:
	var other := _new_player()
	AudioServer.add_bus()
	AudioServer.set_bus_name(AudioServer.bus_count - 1, "Own")
	other.bus = &"Own"
	add_child(other)
	other.free()
	check(AudioServer.get_bus_index(&"Own") > 0, "there")
	AudioServer.remove_bus(AudioServer.get_bus_index(&"Own"))


func test_signals_tell_what_starts_and_ends() -> void:
	_player.play(_tone(5.0), "a")
	equal(_player.current_id, "a")
	check(_player.is_playing(), "plays")
	near(_player.length_s(), 5.0, 0.01)
	_player.play(_tone(5.0), "a")
	_player.play(_tone(5.0), "b", 0.2)
	equal(_player.current_id, "b")
	check(await wait_until(func() -> bool: return "finished a" in _said), "a ends")
	_player.stop(0.1)
	equal(_player.current_id, "")
	check(await wait_until(func() -> bool: return "finished b" in _said), "b ends")
	equal(Array(_said), ["started a", "started b", "finished a", "finished b"])
	await get_tree().process_frame
	equal(_player.get_child_count(true), 0, "voices left")
	equal(_player.is_processing(), false)


func test_streams_without_a_name_are_distinguished() -> void:
	var one := _tone(5.0)
	_player.play(one)
	_player.play(one)
	_player.play(_tone(5.0))
	equal(_said.size(), 2, str(_said))


func test_a_piece_that_is_requested_again_continues() -> void:
	_player.play(_tone(5.0), "a")
	check(await wait_until(func() -> bool: return _player.position_s() > 0.2), "it plays")
	_player.play(_tone(5.0), "b", 0.4)
	_player.play(_tone(5.0), "a", 0.4)
	check(_player.position_s() > 0.15, "a was not started again: %f" % _player.position_s())


func test_many_changes_leave_nothing_behind() -> void:
	_player.crossfade_s = 0.3
	var streams: Array[AudioStream] = [_tone(5.0), _tone(5.0), _tone(5.0), _tone(5.0)]
	for i: int in 200:
		_player.play(streams[i * 7 % 4], str(i * 7 % 4))
		if i % 3 == 0:
			await get_tree().process_frame
	check(_player.get_child_count(true) <= 4, "one voice a piece")
	check(await wait_until(func() -> bool: return not _player.is_processing()), "it comes to rest")
	await get_tree().process_frame
	equal(_player.get_child_count(true), 1)
	near((_player.get_child(0, true) as Voice).volume_linear, 1.0, 1e-6)


func test_fades_continue_while_the_game_is_paused() -> void:
	_player.play(_tone(5.0), "a")
	_player.play(_tone(5.0), "b", 0.3)
	get_tree().paused = true
	Engine.time_scale = 0.0
	check(await wait_until(func() -> bool: return "finished a" in _said, 3.0), "the fade ends")


func test_a_stall_of_the_game_does_not_cut_a_fade() -> void:
	_player.play(_tone(5.0), "a")
	_player.play(_tone(5.0), "b", 2.0)
	await get_tree().process_frame
	OS.delay_msec(1500)
	await get_tree().process_frame
	await get_tree().process_frame
	var voice := _player.get_child(0, true) as Voice
	equal(voice.id, "a")
	check(voice.power > 0.9, "a is still loud: %f" % voice.power)


func test_leaving_the_tree_during_a_fade_and_a_load() -> void:
	_player.play(_tone(5.0), "a")
	_player.play(_tone(5.0), "b", 1.0)
	var path := OS.get_cache_dir().path_join("scenescore_test_leaving.wav")
	_tone(3.0).save_to_wav(path)
	_player.play_file(path)
	equal(_player.next_id, path)
	remove_child(_player)
	equal(_player.current_id + _player.next_id, "")
	_player.play(_tone(5.0), "c")
	equal(_player.next_id, "c")
	add_child(_player)
	equal(_player.current_id, "c")
	await get_tree().create_timer(0.2).timeout
	equal(_player.current_id, "c", "the file is not wanted any more")
	equal(_player.get_child_count(true), 1)
	DirAccess.remove_absolute(path)


func test_a_pause_holds_the_piece_and_later_requests() -> void:
	_player.play(_tone(5.0), "a")
	check(await wait_until(func() -> bool: return _player.position_s() > 0.1), "it plays")
	_player.paused = true
	check(await wait_until(func() -> bool: return not _player.is_processing()), "it comes to rest")
	var held_s := (_player.get_child(0, true) as Voice).get_playback_position()
	await get_tree().create_timer(0.2).timeout
	near((_player.get_child(0, true) as Voice).get_playback_position(), held_s, 0.05)
	_player.play(_tone(5.0), "b")
	equal(_player.current_id, "b")
	await get_tree().create_timer(0.2).timeout
	var voice := _player.get_child(0, true) as Voice
	equal(voice.id, "b")
	near(voice.get_playback_position(), 0.0, 0.03, "b waits, too")
	_player.paused = false
	check(await wait_until(func() -> bool: return voice.get_playback_position() > 0.1), "b plays")
	check(await wait_until(func() -> bool: return voice.volume_linear > 0.999), "at full volume")


func test_pausing_in_silence() -> void:
	_player.paused = true
	_player.play(_tone(5.0), "a")
	await get_tree().create_timer(0.2).timeout
	near((_player.get_child(0, true) as Voice).get_playback_position(), 0.0, 0.03)
	_player.paused = false
	check(await wait_until(func() -> bool: return _player.position_s() > 0.05), "it plays")


func test_without_looping_a_piece_ends() -> void:
	_player.loop = false
	_player.play(_tone(0.2), "a")
	check(await wait_until(func() -> bool: return "finished a" in _said), "it ends")
	equal(_player.current_id, "")
	_player.play(_tone(0.2), "a")
	equal(_player.current_id, "a")


func test_streams_that_cannot_loop_are_restarted() -> void:
	var other := AudioStreamRandomizer.new()
	other.add_stream(-1, _tone(0.1))
	_player.play(other, "a")
	await get_tree().create_timer(0.6).timeout
	equal(_player.current_id, "a")
	check((_player.get_child(0, true) as Voice).playing, "it plays")


func test_the_games_own_stream_is_not_changed() -> void:
	var own := _tone(0.2)
	_player.play(own, "a")
	equal(own.loop_mode, AudioStreamWAV.LOOP_DISABLED)
	var set_by_game := _tone(0.2)
	set_by_game.loop_mode = AudioStreamWAV.LOOP_PINGPONG
	set_by_game.loop_end = 100
	equal(SoundFile.looping(set_by_game), set_by_game)


func test_the_volume_changes_at_once() -> void:
	_player.play(_tone(5.0), "a")
	_player.volume_db = -6.0
	near((_player.get_child(0, true) as Voice).volume_linear, db_to_linear(-6.0), 1e-6)


func test_a_file_is_played_unless_another_was_requested_later() -> void:
	var path := OS.get_cache_dir().path_join("scenescore_test.wav")
	_tone(3.0).save_to_wav(path)
	_player.play_file(path, "file")
	equal(_player.next_id, "file")
	check(await wait_until(func() -> bool: return _player.current_id == "file"), "it plays")
	_player.play_file(path, "file")
	equal(_player.next_id, "")
	_player.play_file(path, "other")
	_player.play(_tone(5.0), "later")
	equal(_player.next_id, "")
	await get_tree().create_timer(0.3).timeout
	equal(_player.current_id, "later")
	check("started other" not in _said, str(_said))
	_player.play_file(path, "other")
	_player.stop(0.0)
	await get_tree().create_timer(0.3).timeout
	equal(_player.current_id, "", "stopped")
	DirAccess.remove_absolute(path)


func test_files_that_cannot_be_played_are_reported() -> void:
	allow_errors("Scenescore:")
	_player.play(_tone(5.0), "a")
	var flac := OS.get_cache_dir().path_join("scenescore_test.flac")
	FileAccess.open(flac, FileAccess.WRITE).store_buffer("fLaC0000".to_ascii_buffer())
	_player.play_file("res://no/such.ogg")
	check(await wait_until(func() -> bool: return _said[-1].begins_with("failed res://no/such.ogg")), "told")
	check(_said[-1].contains("does not exist"), _said[-1])
	_player.play_file(flac, "flac")
	check(await wait_until(func() -> bool: return _said[-1].begins_with("failed flac")), "told")
	check(_said[-1].contains("is FLAC, which Godot can't play"), _said[-1])
	equal(_player.current_id, "a", "what plays goes on")
	DirAccess.remove_absolute(flac)


func test_bars_come_from_the_import_settings() -> void:
	var mp3 := AudioStreamMP3.new()
	near(BarClock.bar_s(mp3), 0.0, 0.0)
	mp3.bpm = 60.0
	mp3.bar_beats = 4
	near(BarClock.bar_s(mp3), 4.0, 1e-6)
	near(BarClock.bar_before_s(mp3, 9.5), 8.0, 1e-6)
	near(BarClock.bar_s(_tone(1.0)), 0.0, 0.0)
	near(BarClock.bar_before_s(_tone(1.0), 0.7), 0.7, 1e-6)
	# A piece without bars does not keep a change waiting.
	_player.wait_for_bar = true
	_player.play(_tone(5.0), "a")
	_player.play(_tone(5.0), "b")
	equal(_player.current_id, "b")


func test_a_fade_keeps_the_power_wherever_it_starts() -> void:
	for power: float in [0.0, 0.2, 0.5, 0.9]:
		var fade := Fade.new()
		fade.begin(power, 2.0)
		near(fade.power_in(), power, 1e-6)
		near(fade.share_out(), 1.0, 1e-6)
		var steps := 0
		while not fade.is_over():
			near(fade.power_in() + (1.0 - power) * fade.share_out(), 1.0, 1e-6, "power")
			fade.advance(0.01)
			steps += 1
		near(steps * 0.01, 2.0 * (1.0 - asin(sqrt(power)) / (PI / 2.0)), 0.011)
		near(fade.power_in(), 1.0, 1e-6)
		near(fade.share_out(), 0.0, 0.0)


func test_formats_are_recognised_by_their_bytes() -> void:
	var heads: Dictionary[String, String] = {
		"wav": "RIFF....WAVEfmt ", "flac": "fLaC....", "m4a": "....ftypM4A ", "aiff": "FORM....AIFF", "mp3": "ID3....", "mid": "MThd",
		"": "RIFF....AVI LIST",
	}
	for format: String in heads:
		equal(SoundFile.format_of(heads[format].to_ascii_buffer()), format)
	equal(SoundFile.format_of(PackedByteArray()), "")
	equal(SoundFile.format_of(PackedByteArray([0xff])), "")
	equal(SoundFile.format_of(PackedByteArray([0xff, 0xfb, 0x90])), "mp3")
	equal(SoundFile.format_of(PackedByteArray([0xff, 0xf1, 0x50])), "aac")
	equal(SoundFile.format_of(PackedByteArray([0x1a, 0x45, 0xdf, 0xa3])), "webm")
	var page := PackedByteArray()
	page.resize(64)
	for packet: String in ["\u0001vorbis", "OpusHead", "\u007fFLAC"]:
		var ogg := "OggS".to_ascii_buffer() + page.slice(4, 26) + PackedByteArray([1, 30]) + packet.to_ascii_buffer() + page
		equal(SoundFile.format_of(ogg), {"\u0001vorbis": "ogg", "OpusHead": "opus", "\u007fFLAC": "flac"}[packet])


func _new_player() -> MusicPlayer:
	var player := MusicPlayer.new()
	player.bus = BUS
	player.track_started.connect(func(id: String) -> void: _said.append("started " + id))
	player.track_finished.connect(func(id: String) -> void: _said.append("finished " + id))
	player.track_failed.connect(func(id: String, why: String) -> void: _said.append("failed %s: %s" % [id, why]))
	return player


func _tone(seconds: float) -> AudioStreamWAV:
	var wav := AudioStreamWAV.new()
	wav.format = AudioStreamWAV.FORMAT_16_BITS
	wav.mix_rate = RATE
	var data := PackedByteArray()
	data.resize(int(seconds * RATE) * 2)
	for i: int in int(seconds * RATE):
		data.encode_s16(i * 2, int(6000 * sin(TAU * 440.0 * i / RATE)))
	wav.data = data
	return wav
