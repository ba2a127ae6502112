@tool
@icon("../icon.svg")
class_name ScenescoreMusicPlayer
extends Node
## Plays one piece at a time and crossfades to the next without a dip in loudness, a click or a restart.
##
## Create one as an autoload or in a scene that stays loaded, and tell it what to play at each scene change:
## [codeblock]
## $Music.play(preload("res://music/forest.ogg"), "forest")
## [/codeblock]
## A piece that already plays continues. You may change the piece at any moment, also during a fade: a piece that is
## fading out and is played again fades in from where it is. Fades continue while the tree is paused and in slow motion.
## A piece that follows silence starts at full volume.

## A piece has started: at once, or at the next bar with [member wait_for_bar].
signal track_started(id: String)
## A piece is no longer audible: it has faded out, or has ended with [member loop] off.
signal track_finished(id: String)
## A file can't be played; [param problem] says why, and what to do.
signal track_failed(id: String, problem: String)

const _BarClock := preload("bar_clock.gd")
const _Bus := preload("music_bus.gd")
const _MusicChange := preload("music_change.gd")
const _MusicClock := preload("music_clock.gd")
const _MusicLoader := preload("music_loader.gd")
const _MusicMixer := preload("music_mixer.gd")
const _MusicPause := preload("music_pause.gd")
const _SoundFile := preload("sound_file.gd")
const _Voice := preload("music_voice.gd")

## The fade-in of a piece that starts in its middle, so that it doesn't start with a click.
const SOFT_START_S: float = 0.05

## The length of a crossfade, in seconds.
@export_range(0.0, 20.0, 0.1, "or_greater", "suffix:s") var crossfade_s: float = 2.0
## Starts the next piece at full volume while the previous one fades out, for pieces whose first notes matter. While both
## play, it is louder than a crossfade.
@export var enter_at_once: bool = false
## Waits with a change for the next bar of the current piece, if its import settings have BPM and Bar Beats.
@export var wait_for_bar: bool = false
## Continues a piece that is played again from where it stopped.
@export var keep_positions: bool = false
## Repeats pieces, also those that are not imported as looping. [method play] makes a copy of those, which takes a moment
## with a long WAV file.
@export var loop: bool = true
## The audio bus. A bus that the game doesn't have is created, and removed when this node leaves the tree.
@export var bus: StringName = &"Scenescore":
	set = set_bus
## The volume of the music.
@export_range(-80.0, 24.0, 0.1, "suffix:dB") var volume_db: float = 0.0:
	set = set_volume_db

## Pauses the music with a short fade, and resumes it where it was.
var paused: bool = false:
	set = set_paused
## The piece that plays or fades in; empty in silence.
var current_id: String:
	get:
		return _mixer.current.id if _mixer.current != null else ""
## The piece that waits for the next bar or is being loaded; empty when there is none.
var next_id: String:
	get:
		return _next.id if _next != null else _loader.id

var _loader := _MusicLoader.new()
var _mixer := _MusicMixer.new()
var _next: _MusicChange = null
var _positions: Dictionary[String, float] = {}
var _bar: _BarClock = null
var _pause := _MusicPause.new()
var _clock := _MusicClock.new()


func _init() -> void:
	process_mode = PROCESS_MODE_ALWAYS
	_mixer.faded_out.connect(_end)
	set_process(false)


func _enter_tree() -> void:
	_Bus.enter(bus)
	if _next != null:
		_begin(_next)


func _exit_tree() -> void:
	_loader.cancel()
	_next = null
	for voice: _Voice in _mixer.voices():
		voice.queue_free()
	_mixer.clear()
	set_process(false)
	_Bus.leave(bus)


## Changes to a piece. [param id] identifies it ([code]tracks/ID[/code], a scene, anything); by default it is the
## stream's path. Does nothing when the piece already plays. [param seconds] is the length of the fade, by default
## [member crossfade_s].
func play(stream: AudioStream, id: String = "", seconds: float = -1.0) -> void:
	if stream == null:
		stop(seconds)
		return
	var change := _MusicChange.new(stream, id, seconds)
	_loader.cancel()
	if _next != null and _next.id == change.id and is_inside_tree():
		return
	_next = null
	if change.id == current_id:
		return
	if not is_inside_tree():
		_next = change
	elif _must_wait_for_bar():
		_next = change
		_start_processing()
	else:
		_begin(change)


## Changes to the piece in a file, of the project ([code]res://[/code]) or any other. The file is loaded in the
## background; [signal track_failed] tells when it can't be played.
func play_file(path: String, id: String = "", seconds: float = -1.0) -> void:
	var name := id if not id.is_empty() else path
	if name == next_id:
		return
	_loader.cancel()
	_next = null
	if name == current_id:
		return
	var sound: _SoundFile.Sound = await _loader.load_file(path, name, loop)
	if sound == null:
		return
	if sound.stream != null:
		play(sound.stream, name, seconds)
	else:
		push_error("Scenescore: ", sound.problem)
		track_failed.emit(name, sound.problem)


## Fades to silence. [param seconds] is by default [member crossfade_s].
func stop(seconds: float = -1.0) -> void:
	_loader.cancel()
	_next = null
	if _mixer.current != null:
		_change_to(null, seconds)


## Whether a piece plays, or would if the player were not [member paused].
func is_playing() -> bool:
	return _mixer.current != null


## Returns the position in the piece that is heard now, in seconds.
func position_s() -> float:
	if _mixer.current == null:
		return 0.0
	var mixed_s := _mixer.current.get_playback_position()
	if not paused:
		mixed_s += AudioServer.get_time_since_last_mix()
	# Mixed sound is heard later.
	return maxf(mixed_s - AudioServer.get_output_latency(), 0.0)


## Returns the length of the piece, in seconds; 0 where it is unknown.
func length_s() -> float:
	return _mixer.current.stream.get_length() if _mixer.current != null else 0.0


## Makes all pieces start at their beginning again; see [member keep_positions].
func forget_positions() -> void:
	_positions.clear()


## Sets [member bus].
func set_bus(name: StringName) -> void:
	if name == bus:
		return
	if is_inside_tree():
		_Bus.enter(name)
	for voice: _Voice in _mixer.voices():
		voice.bus = name
	if is_inside_tree():
		_Bus.leave(bus)
	bus = name


## Sets [member volume_db].
func set_volume_db(value: float) -> void:
	volume_db = value
	_update_gain()


## Sets [member paused].
func set_paused(value: bool) -> void:
	if value == paused:
		return
	paused = value
	_pause.is_paused = value
	if _mixer.voices().is_empty():
		_pause.finish()
	for voice: _Voice in _mixer.voices():
		voice.stream_paused = false
	_start_processing()


func _begin(change: _MusicChange, at_bar: bool = false) -> void:
	_next = null
	var outgoing: _Voice = _mixer.find_outgoing(change.id)
	if outgoing != null:
		_change_to(outgoing, change.seconds)
		track_started.emit(change.id)
		return
	var voice := _Voice.new(change.id, _SoundFile.looping(change.stream) if loop else change.stream, bus)
	voice.finished.connect(_on_voice_finished.bind(voice))
	add_child(voice, false, INTERNAL_MODE_BACK)
	var from_s: float = _positions.get(change.id, 0.0) if keep_positions else 0.0
	if at_bar:
		from_s = _BarClock.bar_before_s(voice.stream, from_s)
	_change_to(voice, change.seconds, from_s)
	# Under the lock no sound is mixed between reading the position of the previous piece and starting the new one, so
	# that their beats coincide, within the 3 ms that Godot reads ahead.
	AudioServer.lock()
	if at_bar and not enter_at_once:
		from_s += _bar.overshoot_s()
	voice.play(from_s)
	AudioServer.unlock()
	voice.stream_paused = _pause.is_on_hold()
	track_started.emit(change.id)


# Fades from all other pieces to a voice, or to silence with null.
func _change_to(voice: _Voice, seconds: float, from_s: float = 0.0) -> void:
	if _mixer.current != null and keep_positions:
		_positions[_mixer.current.id] = _mixer.current.get_playback_position()
	_mixer.set_current(voice)
	var is_silent: bool = voice == null or voice.power == 0.0
	var attack_s: float = -1.0
	if is_silent and (enter_at_once or _mixer.outgoing.is_empty()):
		attack_s = SOFT_START_S if from_s > 0.0 else 0.0
	if _pause.is_on_hold():
		# Nothing is audible, so change at once.
		_mixer.begin_fade(0.0)
	else:
		_mixer.begin_fade(crossfade_s if seconds < 0.0 else seconds, attack_s)
	_start_processing()


func _process(delta: float) -> void:
	var step_s := _clock.step_s(delta)
	_pause.advance(step_s)
	_update_gain()
	if _pause.is_on_hold():
		for voice: _Voice in _mixer.voices():
			voice.stream_paused = true
		set_process(false)
		return
	if _next != null and (_mixer.current == null or _bar.is_reached()):
		_begin(_next, _mixer.current != null)
	else:
		_mixer.advance(step_s)
	set_process(_next != null or _mixer.is_fading() or _pause.is_fading())


func _update_gain() -> void:
	_mixer.gain = _pause.gain * db_to_linear(volume_db)


func _end(voice: _Voice) -> void:
	voice.stop()
	voice.queue_free()
	# Deferred, so that the game's reaction doesn't come in the middle of a change.
	track_finished.emit.call_deferred(voice.id)


func _on_voice_finished(voice: _Voice) -> void:
	if voice.is_queued_for_deletion():
		return
	if loop:
		# This type of stream can't loop by itself.
		voice.play()
		return
	_mixer.remove(voice)
	_positions.erase(voice.id)
	_end(voice)


func _must_wait_for_bar() -> bool:
	if not wait_for_bar or _mixer.current == null or _pause.is_on_hold():
		return false
	_bar = _BarClock.new()
	return _bar.watch(_mixer.current)


func _start_processing() -> void:
	if not is_processing():
		_clock.start()
		set_process(true)
