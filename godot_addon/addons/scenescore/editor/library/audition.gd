@tool
extends AudioStreamPlayer
## Hearing a piece of the library in the editor.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _TrackAudio := preload("../../runtime/track_audio.gd")

## Another piece sounds, or none, or something is wrong.
signal changed()

## The track that sounds or is being fetched; empty when none is.
var track: String = ""
## Why the last one didn't sound; empty when it did.
var problem: String = ""

var _audio := _TrackAudio.new()


func _init() -> void:
	finished.connect(end)


## Plays a track of the daemon's library from a second on.
func hear(channel: _Channel, of_track: String, from_s: float) -> void:
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


## Ends it.
func end() -> void:
	stop()
	stream = null
	if not track.is_empty():
		track = ""
		changed.emit()
