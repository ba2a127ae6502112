@tool
extends AudioStreamPlayer
## Plays a piece of the library in the editor.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _TrackAudio := preload("../../runtime/track_audio.gd")

## A piece has started or ended, or failed.
signal changed()

## The track that plays or is being loaded; empty when none is.
var track: String = ""
## Why the last track didn't play; empty when it did.
var problem: String = ""

var _audio := _TrackAudio.new()


func _init() -> void:
	finished.connect(stop_track)


## Plays a track of the daemon's library, starting at [param from_s] seconds.
func play_track(channel: _Channel, of_track: String, from_s: float) -> void:
	stop()
	track = of_track
	problem = ""
	changed.emit()
	var piece: AudioStream = await _audio.fetch(channel, of_track)
	if track != of_track:
		return
	if piece == null:
		problem = _audio.problem
		track = ""
		changed.emit()
		return
	stream = piece
	play(from_s if from_s < piece.get_length() else 0.0)


## Stops the track.
func stop_track() -> void:
	stop()
	stream = null
	if not track.is_empty():
		track = ""
		changed.emit()
