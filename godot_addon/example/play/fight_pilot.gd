class_name FightPilot
extends Controls
## Picks a move, points the menu at it step by step, and does it. Mends when health is low.

const MEND := 3

var _scene: FightScene
var _dice: RandomNumberGenerator
var _wish: int = -1
var _pause: float = 0.0


func _init(scene: FightScene, dice: RandomNumberGenerator) -> void:
	_scene = scene
	_dice = dice


func think(delta: float) -> void:
	if _scene.phase != FightScene.Phase.CHOOSING:
		_wish = -1
		_pause = 0.5
		return
	_pause -= delta
	if _wish < 0:
		_wish = MEND if _scene.hero.health < 22 else _dice.randi_range(0, MEND - 1)


func menu_step() -> int:
	if _pause > 0.0 or _wish < 0 or _wish == _scene.choice:
		return 0
	_pause = 0.3
	return signi(_wish - _scene.choice)


func accepts() -> bool:
	return _wish == _scene.choice and _pause <= 0.0
