@tool
extends AudioStreamPlayer
## One piece as it sounds, with its share of the sound's power.

## Which piece.
var id: String = ""
## Its share of the power that is heard, 0 to 1; its gain is the square root.
var power: float = 0.0
## Its share when the fade began that it now leaves in.
var power_at_change: float = 0.0


## Sets the gain from [member power] and [param volume], a factor for all voices.
func apply(volume: float) -> void:
	volume_linear = sqrt(power) * volume


## Returns the stream so that it goes on by itself after its end, where its kind can; otherwise as it is.
static func looping(piece: AudioStream) -> AudioStream:
	# Copies: the stream may be shared with the game, which did not ask for another loop mode.
	if piece is AudioStreamOggVorbis and not (piece as AudioStreamOggVorbis).loop:
		var ogg: AudioStreamOggVorbis = piece.duplicate()
		ogg.loop = true
		return ogg
	if piece is AudioStreamMP3 and not (piece as AudioStreamMP3).loop:
		var mp3: AudioStreamMP3 = piece.duplicate()
		mp3.loop = true
		return mp3
	if piece is AudioStreamWAV and (piece as AudioStreamWAV).loop_mode == AudioStreamWAV.LOOP_DISABLED:
		var wav: AudioStreamWAV = piece.duplicate()
		wav.loop_mode = AudioStreamWAV.LOOP_FORWARD
		wav.loop_begin = 0
		# The last frame, as in Godot's own import: one more is read from beyond the data (godotengine/godot#119778).
		wav.loop_end = roundi(wav.get_length() * wav.mix_rate) - 1
		return wav
	return piece
