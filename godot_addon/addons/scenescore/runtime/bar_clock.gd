@tool
extends RefCounted
## Waits for the next bar of a piece that plays, as its import settings tell where bars are (BPM and Bar Beats of Ogg
## Vorbis and MP3, counted from the start).
##
## It counts by what has been mixed, not by what is heard: a piece that starts now is heard as much later as the
## sound that is mixed now.

var _player: AudioStreamPlayer = null
var _bar_s: float = 0.0
var _last_s: float = 0.0


## Begins to wait; false when the piece has no tempo, so that there is nothing to wait for.
func watch(player: AudioStreamPlayer) -> bool:
	_player = player
	_last_s = player.get_playback_position()
	var length_s := bar_s(player.stream)
	if length_s <= 0.0:
		return false
	# The end of a piece begins a bar, too.
	_bar_s = minf(ceilf(_last_s / length_s) * length_s, player.stream.get_length())
	return true


## Whether the bar has begun.
func is_reached() -> bool:
	var position_s := _player.get_playback_position()
	if position_s < _last_s:
		# The piece has begun anew, which is on a bar.
		_bar_s = _loop_start_s(_player.stream)
		return true
	_last_s = position_s
	return position_s >= _bar_s


## Returns how much of the bar has been mixed already.
func overshoot_s() -> float:
	return maxf(_player.get_playback_position() - _bar_s, 0.0)


## Returns how long a bar of a stream is in seconds, 0 where it has no tempo.
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


## Returns where the bar begins that a position lies in; the position itself where the stream has no tempo.
static func bar_before_s(stream: AudioStream, position_s: float) -> float:
	var length_s := bar_s(stream)
	return floorf(position_s / length_s) * length_s if length_s > 0.0 else position_s


static func _loop_start_s(stream: AudioStream) -> float:
	if stream is AudioStreamOggVorbis:
		return (stream as AudioStreamOggVorbis).loop_offset
	return (stream as AudioStreamMP3).loop_offset if stream is AudioStreamMP3 else 0.0
