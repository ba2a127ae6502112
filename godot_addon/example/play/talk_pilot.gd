class_name TalkPilot
extends Controls
## Reads each line for a moment, then goes on.

var _scene: TalkScene
var _dice: RandomNumberGenerator
var _read: float = 0.0
var _reads_for: float = 1.2


func _init(scene: TalkScene, dice: RandomNumberGenerator) -> void:
	_scene = scene
	_dice = dice


func think(delta: float) -> void:
	_read = _read + delta if _scene.is_line_done else 0.0


func accepts() -> bool:
	if _read < _reads_for:
		return false
	_read = 0.0
	_reads_for = _dice.randf_range(0.9, 1.7)
	return true
