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
