extends Node
## Plays the game's music: the cue of the named scene, else the daemon's steady match.

const _Channel := preload("../rpc/grpc_channel.gd")
const _Settings := preload("../settings.gd")
const _TrackAudio := preload("track_audio.gd")

## A piece has started.
signal started(track: String, title: String)

## Whether music is played.
var is_on: bool = false:
	set = set_on
## The player.
var player := ScenescoreMusicPlayer.new()
## The project's cues; null when it has none.
var cues: ScenescoreCues = null
## Why a piece can't be played; empty when all is well.
var problem: String = ""

var _audio := _TrackAudio.new()
var _channel: _Channel = null
var _scene: String = ""
var _steady: ScenescoreMatch = null
var _titles: Dictionary[String, String] = {}
# The piece to play. A piece that arrives after another was chosen is not played.
var _wanted: String = ""


func _init() -> void:
	# Set up looping when a piece is decoded, not in the frame that starts it.
	_audio.loop = true
	player.crossfade_s = _Settings.value(_Settings.RUNTIME_CROSSFADE_S)
	player.wait_for_bar = _Settings.value(_Settings.RUNTIME_WAIT_FOR_BAR)
	player.keep_positions = _Settings.value(_Settings.RUNTIME_KEEP_POSITIONS)
	player.bus = StringName(_Settings.value(_Settings.RUNTIME_BUS) as String)
	add_child(player)


func _enter_tree() -> void:
	player.track_started.connect(_on_track_started)
	player.track_failed.connect(_on_track_failed)


func _exit_tree() -> void:
	player.track_started.disconnect(_on_track_started)
	player.track_failed.disconnect(_on_track_failed)


## Reads the project's cues again.
func read_cues() -> void:
	var path: String = _Settings.value(_Settings.CUES_PATH)
	cues = ScenescoreCues.load_from(path) if ResourceLoader.exists(path) else null
	if cues != null and not cues.problem.is_empty():
		problem = cues.problem
	_choose()


## Whether the project has cues to play by.
func has_cues() -> bool:
	return cues != null and not cues.cues.is_empty()


## Sets the channel to the daemon, which has the library's pieces; null where no daemon runs.
func use_channel(channel: _Channel) -> void:
	if channel == _channel:
		return
	_channel = channel
	_choose()


## Sets the scene that the game has named; empty for none.
func enter_scene(scene: String) -> void:
	_scene = scene
	_choose()


## Sets the steady match; null for none.
func follow(steady: ScenescoreMatch) -> void:
	_steady = steady
	_choose()


## Sets [member is_on].
func set_on(value: bool) -> void:
	if value == is_on:
		return
	is_on = value
	if is_on:
		_choose()
	else:
		_wanted = ""
		player.stop()


func _choose() -> void:
	if not is_on:
		return
	var cue: ScenescoreCue = cues.for_scene(_scene) if cues != null and not _scene.is_empty() else null
	if cue != null and not cue.audio.is_empty():
		_titles[cue.track] = cue.title
		_wanted = cue.track
		player.play_file(cue.audio, cue.track)
	elif cue != null:
		_titles[cue.track] = cue.title
		_play_from_library(cue.track)
	elif _steady != null:
		_titles[_steady.track] = _steady.title
		_play_from_library(_steady.track)


func _play_from_library(track: String) -> void:
	if track == _wanted:
		return
	if _channel == null:
		problem = "“%s” is not in the project, and no daemon runs. Press “Copy the pieces into the project” in the dock." % (
			_titles[track] if not _titles[track].is_empty() else track
		)
		return
	_wanted = track
	var stream: AudioStream = await _audio.fetch(_channel, track)
	if _wanted != track or not is_on:
		return
	if stream == null:
		problem = _audio.problem
		# So that the next request for the piece tries again.
		_wanted = ""
		return
	player.play(stream, track)


func _on_track_started(track: String) -> void:
	problem = ""
	started.emit(track, _titles.get(track, ""))


func _on_track_failed(_track: String, why: String) -> void:
	problem = why
