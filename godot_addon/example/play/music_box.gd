class_name MusicBox
extends Node
## Plays the scene's music and fades from one piece to the next. The same piece goes on without a break.

## Where the music lies, as [code]ID.ogg[/code]. It is rendered by record.py and not part of the repository.
const FOLDER := "res://example/music"
## How long a fade takes.
const FADE_S := 0.4

var _players: Array[AudioStreamPlayer] = []
var _shares: PackedFloat32Array = [0.0, 0.0]
var _current: int = 0
var _playing: String = ""
var _has_warned: bool = false


func _ready() -> void:
	for i: int in 2:
		var player := AudioStreamPlayer.new()
		add_child(player)
		_players.append(player)


## Fades to a piece by its file name.
func play(file_name: String) -> void:
	if file_name == _playing:
		return
	_playing = file_name
	_current = 1 - _current
	_players[_current].stop()
	_players[_current].stream = _load(file_name)
	_shares[_current] = 0.0
	if _players[_current].stream != null:
		_players[_current].play()


func _process(delta: float) -> void:
	for i: int in _players.size():
		_shares[i] = move_toward(_shares[i], 1.0 if i == _current else 0.0, delta / FADE_S)
		_players[i].volume_linear = sin(_shares[i] * PI / 2)
		if _shares[i] == 0.0 and i != _current:
			_players[i].stop()


func _exit_tree() -> void:
	for player: AudioStreamPlayer in _players:
		player.stop()


func _load(file_name: String) -> AudioStream:
	var path: String = ProjectSettings.globalize_path(FOLDER.path_join(file_name))
	if not FileAccess.file_exists(path):
		if not _has_warned:
			push_warning("the music %s is missing; scenes without their music are silent. `uv run python godot_addon/record.py` renders it" % path)
		_has_warned = true
		return null
	var stream: AudioStreamOggVorbis = AudioStreamOggVorbis.load_from_file(path)
	stream.loop = true
	return stream
