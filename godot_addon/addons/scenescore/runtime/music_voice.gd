@tool
extends AudioStreamPlayer
## A playing piece, with its share of the sound's power.

## The piece's id.
var id: String = ""
## The piece's share of the power, 0 to 1. The gain is its square root.
var power: float = 0.0
## The share at the start of the present fade.
var power_at_change: float = 0.0


func _init(of_id: String, of_stream: AudioStream, on_bus: StringName) -> void:
	id = of_id
	stream = of_stream
	bus = on_bus


## Sets the gain from [member power] and [param volume], a factor for all pieces.
func apply(volume: float) -> void:
	volume_linear = sqrt(power) * volume
