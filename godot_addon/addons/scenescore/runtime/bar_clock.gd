@tool
extends RefCounted
## Waits for the next bar of a playing piece. The import settings of Ogg Vorbis and MP3 files tell where bars are (BPM and
## Bar Beats, counted from the start).
##
## It counts mixed sound, not heard sound: a piece that starts now is heard with the same latency as the sound that is mixed
## now.

var _player: AudioStreamPlayer = null
var _bar_s: float = 0.0
var _last_s: float = 0.0


## Starts to wait. Returns false when the piece has no tempo, so that there is no bar to wait for.
func watch(player: AudioStreamPlayer) -> bool:
	_player = player
	_last_s = player.get_playback_position()
	var length_s := bar_s(player.stream)
	if length_s <= 0.0:
		return false
	# The end of a piece counts as a bar, too.
	_bar_s = minf(ceilf(_last_s / length_s) * length_s, player.stream.get_length())
	return true


## Whether the bar has started.
func is_reached() -> bool:
	var position_s := _player.get_playback_position()
	if position_s < _last_s:
		# The piece has started again, which counts as a bar.
		_bar_s = _loop_start_s(_player.stream)
		return true
	_last_s = position_s
	return position_s >= _bar_s


## Returns how much of the bar has already been mixed, in seconds.
func overshoot_s() -> float:
	return maxf(_player.get_playback_position() - _bar_s, 0.0)


## Returns the length of a stream's bar in seconds; 0 where it has no tempo.
static func bar_s(stream: AudioStream) -> float:
	var bpm: float = 0.0
	var beats: int = 0
	if stream is AudioStreamOggVorbis:
		bpm = (stream as AudioStreamOggVorbis).bpm
		beats = (stream as AudioStreamOggVorbis).bar_beats
	elif stream is AudioStreamMP3:
		bpm = (stream as AudioStreamMP3).bpm
		beats = (stream as AudioStreamMP3).bar_beats
	return 60.0 / bpm * beats if bpm > 0.0 and beats > 0 else 0.0


## Returns the start of the bar at a position, in seconds; the position itself where the stream has no tempo.
static func bar_before_s(stream: AudioStream, position_s: float) -> float:
	var length_s := bar_s(stream)
	return floorf(position_s / length_s) * length_s if length_s > 0.0 else position_s


static func _loop_start_s(stream: AudioStream) -> float:
	if stream is AudioStreamOggVorbis:
		return (stream as AudioStreamOggVorbis).loop_offset
	return (stream as AudioStreamMP3).loop_offset if stream is AudioStreamMP3 else 0.0
