extends SceneTree
## Plays res://plan.json on the addon's music player while the film is written: {"settings": {PROPERTY: VALUE}, "pieces": {ID:
## {"file": PATH, PROPERTY: VALUE}}, "frames": N, "steps": [[FRAME, WHAT, ...]]}. WHAT is a method of the player (`play` takes a
## piece's ID), `set` of a property of the player, `tree_paused` or `time_scale`. Prints what the player says, with the frame.

const MusicPlayer := preload("res://addons/scenescore/runtime/music_player.gd")

const FRAMES_AFTER: int = 6

var _plan: Dictionary = {}
var _pieces: Dictionary[String, AudioStream] = {}
var _player := MusicPlayer.new()
var _frame: int = 0


func _initialize() -> void:
	_plan = JSON.parse_string(FileAccess.get_file_as_string("res://plan.json"))
	for id: String in _plan["pieces"]:
		_pieces[id] = _piece(_plan["pieces"][id])
	for property: String in _plan["settings"]:
		_player.set(property, _plan["settings"][property])
	root.add_child(_player)
	_player.track_started.connect(func(id: String) -> void: print("%d started %s" % [_frame, id]))
	_player.track_finished.connect(func(id: String) -> void: print("%d finished %s" % [_frame, id]))


func _process(_delta: float) -> bool:
	for step: Array in _plan["steps"]:
		if int(step[0]) == _frame:
			_do(step[1], step.slice(2))
	_frame += 1
	if _frame == int(_plan["frames"]):
		# A sound that still plays when the engine ends is a leak to it.
		_player.free()
	return _frame > int(_plan["frames"]) + FRAMES_AFTER


func _piece(described: Dictionary) -> AudioStream:
	var file: String = described["file"]
	var stream: AudioStream = null
	match file.get_extension():
		"ogg":
			stream = AudioStreamOggVorbis.load_from_file(file)
		"mp3":
			stream = AudioStreamMP3.load_from_file(file)
		"wav":
			stream = AudioStreamWAV.load_from_file(file)
	for property: String in described:
		if property != "file":
			stream.set(property, described[property])
	return stream


func _do(what: String, values: Array) -> void:
	match what:
		"play":
			_player.play(_pieces[values[0]], values[0])
		"set":
			_player.set(values[0], values[1])
		"tree_paused":
			paused = values[0]
		"time_scale":
			Engine.time_scale = values[0]
		_:
			_player.callv(what, values)
