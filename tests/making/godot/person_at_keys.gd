extends Node
## Plays the example game with real key events and prints where each step led.

var _game: Game


func _ready() -> void:
	_game = (load("res://example/main.tscn") as PackedScene).instantiate()
	add_child(_game)
	_play()


func _play() -> void:
	await _wait(1.0)
	_tell("start")
	await _press(KEY_LEFT, 0.9)
	_tell("after walking left")
	var walk: WalkScene = _game.scene
	_put_hero(walk.people[0].tile + Vector2i.RIGHT)
	walk.hero.face(Vector2i.LEFT)
	await _press(KEY_ENTER, 1.5)
	_tell("after speaking to somebody")
	await _press_until_left("talk")
	_tell("after the talk")
	walk = _game.scene
	_put_hero(walk.foes[0].tile)
	walk.hero.arrived.emit(walk.foes[0].tile)
	await _wait(1.5)
	_tell("after meeting foes")
	await _press_until_left("fight")
	_tell("after the fight")
	walk = _game.scene
	walk.hero.arrived.emit(walk.area.exits.keys()[0])
	await _wait(1.5)
	_tell("after the way out")
	get_tree().quit()


func _put_hero(tile: Vector2i) -> void:
	var hero: Walker = (_game.scene as WalkScene).hero
	hero.tile = tile
	hero.position = AreaMap.foot_of(tile)


func _press_until_left(kind: String) -> void:
	for attempt: int in 600:
		if _game.scene.kind() != kind:
			break
		await _press(KEY_ENTER, 0.1)
	await _wait(1.0)


func _press(code: Key, seconds: float) -> void:
	for pressed: bool in [true, false]:
		var event := InputEventKey.new()
		event.keycode = code
		event.physical_keycode = code
		event.pressed = pressed
		Input.parse_input_event(event)
		await _wait(seconds if pressed else 0.1)


func _wait(seconds: float) -> void:
	await get_tree().create_timer(seconds).timeout


func _tell(when: String) -> void:
	var walk := _game.scene as WalkScene
	var x: int = walk.hero.tile.x if walk != null else -1
	print(JSON.stringify({"when": when, "scene": _game.scene.kind(), "area": _game.scene.area.id, "x": x}))
