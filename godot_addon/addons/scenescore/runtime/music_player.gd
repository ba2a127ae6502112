@tool
@icon("../icon.svg")
class_name ScenescoreMusicPlayer
extends Node
## Plays one piece at a time and crossfades to the next without a dip in loudness, a click or a restart.
##
## Make one once, as an autoload or in a scene that stays, and tell it at each change of scene what should play:
## [codeblock]
## $Music.play(preload("res://music/forest.ogg"), "forest")
## [/codeblock]
## The piece that already plays goes on as it is. Changes may come at any moment, in the middle of a fade too: a piece
## that is fading out and is wanted again comes back from where it is. Fades go on while the tree is paused and in
## slow motion. Only a piece that follows silence starts at full volume at once.

## A piece begins to sound: at once, or at the next bar with [member wait_for_bar].
signal track_started(id: String)
## A piece is not heard any more: it has faded out, or has ended with [member loop] off.
signal track_finished(id: String)
## A file could not be played; [param problem] says why, and what to do.
signal track_failed(id: String, problem: String)

const _BarClock := preload("bar_clock.gd")
const _Bus := preload("music_bus.gd")
const _EqualPowerFade := preload("equal_power_fade.gd")
const _MusicClock := preload("music_clock.gd")
const _SoundFile := preload("sound_file.gd")
const _Voice := preload("music_voice.gd")

# For a piece that begins in its middle, so that it does not begin with a click.
const SOFT_START_S: float = 0.05
const PAUSE_FADE_S: float = 0.15

## How long a fade between two pieces takes, in seconds.
@export_range(0.0, 20.0, 0.1, "or_greater", "suffix:s") var crossfade_s: float = 2.0
## The next piece starts at full volume while the former fades out, for pieces whose first notes count. It is louder
## than a crossfade while both sound.
@export var enter_at_once: bool = false
## A change waits for the next bar of the piece that plays, where its import settings give BPM and Bar Beats.
@export var wait_for_bar: bool = false
## A piece that comes back goes on from where it was left.
@export var keep_positions: bool = false
## Pieces begin anew after their end, also those that are not imported as looping. Of those [method play] makes a copy,
## which takes a moment with a long WAV file.
@export var loop: bool = true
## The audio bus; one that the game does not have is made, and taken out when this node leaves the tree.
@export var bus: StringName = &"Scenescore":
	set = set_bus
## How loud the music is.
@export_range(-80.0, 24.0, 0.1, "suffix:dB") var volume_db: float = 0.0:
	set = set_volume_db

## Holds the music, softly, and lets it go on where it was.
var paused: bool = false:
	set = set_paused
## The piece that plays or fades in; empty in silence.
var current_id: String:
	get:
		return _current.id if _current != null else ""
## The piece that waits for the next bar or is being loaded; empty when there is none.
var next_id: String:
	get:
		return _next.id if _next != null else _loading_id


# A change that has been asked for and has not begun.
class MusicPlayerChange:
	extends RefCounted
	var stream: AudioStream
	var id: String
	var seconds: float

	func _init(new_stream: AudioStream, new_id: String, new_seconds: float) -> void:
		stream = new_stream
		id = new_id
		seconds = new_seconds


var _current: _Voice = null
var _leaving: Array[_Voice] = []
var _next: MusicPlayerChange = null
var _loading_id: String = ""
# Tells a file that has been loaded whether it is still the one that is wanted.
var _loads: int = 0
var _positions: Dictionary[String, float] = {}

var _fade := _EqualPowerFade.new()
var _bar: _BarClock = null
# The factor that pausing fades.
var _flow: float = 1.0
var _clock := _MusicClock.new()


func _init() -> void:
	process_mode = PROCESS_MODE_ALWAYS
	set_process(false)


func _enter_tree() -> void:
	_Bus.enter(bus)
	if _next != null:
		_begin(_next)


func _exit_tree() -> void:
	_loads += 1
	_loading_id = ""
	_next = null
	for voice: _Voice in _voices():
		voice.queue_free()
	_leaving.clear()
	_current = null
	set_process(false)
	_Bus.leave(bus)


## Changes to a piece. [param id] names it ([code]tracks/ID[/code], a scene, anything); without one the stream's path
## does. Nothing happens when it plays already. [param seconds] is the length of the fade, [member crossfade_s] unless
## given.
func play(stream: AudioStream, id: String = "", seconds: float = -1.0) -> void:
	if stream == null:
		stop(seconds)
		return
	var change := MusicPlayerChange.new(stream, id if not id.is_empty() else _name_of(stream), seconds)
	_forget_load()
	if _next != null and _next.id == change.id and is_inside_tree():
		return
	_next = null
	if change.id == current_id:
		return
	if not is_inside_tree():
		_next = change
	elif _waits_for_bar():
		_next = change
		_wake()
	else:
		_begin(change)


## Changes to the piece in a file: of the project ([code]res://[/code]) or any other. It is loaded in the background;
## what can't be played is told by [signal track_failed].
func play_file(path: String, id: String = "", seconds: float = -1.0) -> void:
	var name := id if not id.is_empty() else path
	if name == next_id:
		return
	_forget_load()
	_next = null
	if name == current_id:
		return
	_loading_id = name
	var load_number := _loads
	var sound: _SoundFile.Sound = await _SoundFile.from_path(path, loop)
	if load_number != _loads:
		return
	if sound.stream != null:
		play(sound.stream, name, seconds)
		return
	_forget_load()
	push_error("Scenescore: ", sound.problem)
	track_failed.emit(name, sound.problem)


## Fades to silence. [param seconds] is [member crossfade_s] unless given.
func stop(seconds: float = -1.0) -> void:
	_forget_load()
	_next = null
	if _current != null:
		_change_to(null, seconds)


## Whether a piece plays, or would if the player were not [member paused].
func is_playing() -> bool:
	return _current != null


## Returns where in the piece the listener is, in seconds.
func position_s() -> float:
	if _current == null:
		return 0.0
	var mixed_s := _current.get_playback_position()
	if not paused:
		mixed_s += AudioServer.get_time_since_last_mix()
	# What has been mixed is heard later.
	return maxf(mixed_s - AudioServer.get_output_latency(), 0.0)


## Returns how long the piece is, in seconds; 0 where unknown.
func length_s() -> float:
	return _current.stream.get_length() if _current != null else 0.0


## Lets all pieces begin at their start again; see [member keep_positions].
func forget_positions() -> void:
	_positions.clear()


## Sets [member bus].
func set_bus(name: StringName) -> void:
	if name == bus:
		return
	if is_inside_tree():
		_Bus.enter(name)
	for voice: _Voice in _voices():
		voice.bus = name
	if is_inside_tree():
		_Bus.leave(bus)
	bus = name


## Sets [member volume_db].
func set_volume_db(value: float) -> void:
	volume_db = value
	_apply_gains()


## Sets [member paused].
func set_paused(value: bool) -> void:
	if value == paused:
		return
	paused = value
	if _voices().is_empty():
		_flow = 0.0 if paused else 1.0
	for voice: _Voice in _voices():
		voice.stream_paused = false
	_wake()


func _begin(change: MusicPlayerChange, at_bar: bool = false) -> void:
	_next = null
	for leaving: _Voice in _leaving:
		if leaving.id == change.id:
			_change_to(leaving, change.seconds)
			track_started.emit(change.id)
			return
	var voice := _Voice.new()
	voice.id = change.id
	voice.stream = _SoundFile.looping(change.stream) if loop else change.stream
	voice.bus = bus
	voice.finished.connect(_on_voice_finished.bind(voice))
	add_child(voice, false, INTERNAL_MODE_BACK)
	var from_s: float = _positions.get(change.id, 0.0) if keep_positions else 0.0
	if at_bar:
		from_s = _BarClock.bar_before_s(voice.stream, from_s)
	_change_to(voice, change.seconds, from_s)
	# No sound is mixed between the look at the former piece's position and the start of the new one, so that their
	# beats fall together, to within the 3 ms that Godot reads ahead.
	AudioServer.lock()
	if at_bar and not enter_at_once:
		from_s += _bar.overshoot_s()
	voice.play(from_s)
	AudioServer.unlock()
	voice.stream_paused = _is_held()
	track_started.emit(change.id)


# Makes a voice, or silence, what all others give way to.
func _change_to(voice: _Voice, seconds: float, from_s: float = 0.0) -> void:
	if _current != null:
		if keep_positions:
			_positions[_current.id] = _current.get_playback_position()
		_leaving.append(_current)
	_leaving.erase(voice)
	_current = voice
	for other: _Voice in _leaving:
		other.power_at_change = other.power
	var power := voice.power if voice != null else 0.0
	var attack_s: float = -1.0
	if power == 0.0 and (enter_at_once or _leaving.is_empty()):
		attack_s = SOFT_START_S if from_s > 0.0 else 0.0
	if _is_held():
		# Nobody hears it: the music goes on with the new piece alone.
		_fade.begin(power, 0.0)
	else:
		_fade.begin(power, crossfade_s if seconds < 0.0 else seconds, attack_s)
	_advance(0.0)
	_wake()


func _process(delta: float) -> void:
	var step_s := _clock.step_s(delta)
	_flow = move_toward(_flow, _wanted_flow(), step_s / PAUSE_FADE_S)
	if _is_held():
		_apply_gains()
		for voice: _Voice in _voices():
			voice.stream_paused = true
		set_process(false)
		return
	if _next != null and (_current == null or _bar.is_reached()):
		_begin(_next, _current != null)
	else:
		_advance(step_s)
	set_process(_next != null or not _fade.is_over() or _flow != _wanted_flow())


func _advance(step_s: float) -> void:
	_fade.advance(step_s)
	if _current != null:
		_current.power = _fade.power_in()
	for voice: _Voice in _leaving:
		voice.power = voice.power_at_change * _fade.share_out()
	_apply_gains()
	if _fade.is_out():
		for voice: _Voice in _leaving:
			_end(voice)
		_leaving.clear()


func _apply_gains() -> void:
	for voice: _Voice in _voices():
		voice.apply(_flow * db_to_linear(volume_db))


func _end(voice: _Voice) -> void:
	voice.stop()
	voice.queue_free()
	# Later, so that what the game does about it does not come in the middle of a change.
	track_finished.emit.call_deferred(voice.id)


func _on_voice_finished(voice: _Voice) -> void:
	if voice.is_queued_for_deletion():
		return
	if loop:
		# A kind of stream that can't loop by itself.
		voice.play()
		return
	if voice == _current:
		_current = null
	_leaving.erase(voice)
	_positions.erase(voice.id)
	_end(voice)


func _waits_for_bar() -> bool:
	if not wait_for_bar or _current == null or _is_held():
		return false
	_bar = _BarClock.new()
	return _bar.watch(_current)


func _wake() -> void:
	if not is_processing():
		_clock.start()
		set_process(true)


func _wanted_flow() -> float:
	return 0.0 if paused else 1.0


func _is_held() -> bool:
	return paused and _flow == 0.0


func _voices() -> Array[_Voice]:
	var voices: Array[_Voice] = _leaving.duplicate()
	if _current != null:
		voices.append(_current)
	return voices


func _forget_load() -> void:
	_loads += 1
	_loading_id = ""


func _name_of(stream: AudioStream) -> String:
	return stream.resource_path if not stream.resource_path.is_empty() else "stream %d" % stream.get_instance_id()
