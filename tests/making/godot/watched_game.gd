extends Node2D
## A small game that tells what it hears of Scenescore, a line of JSON for each thing, and does what res://orders.txt says, line
## by line: `scene NAME`, `end_scene`, `pause`, `resume`, `music`, `paint COLOUR`, `move X Y`, `tell`, `quit`.

var _orders_done: int = 0
var _captures: int = 0
var _longest_ms: float = 0.0
var _last_us: int = 0
var _ground := ColorRect.new()


func _ready() -> void:
	_ground.size = Vector2(4000, 4000)
	_ground.color = Color.DARK_GREEN
	add_child(_ground)
	Scenescore.match_updated.connect(_on_match_updated)
	Scenescore.steady_match_changed.connect(func(match: ScenescoreMatch) -> void: _say({"steady": match.to_dictionary()}))
	Scenescore.scene_changed.connect(func() -> void: _say({"scene_changed": true}))
	Scenescore.connection_state_changed.connect(_on_state_changed)
	var capture: Node = (Scenescore.get(&"_session") as Node).get(&"capture")
	capture.connect(&"captured", func(_rgb8: PackedByteArray, _time_us: int) -> void: _captures += 1)
	_say({"state": _state()})


func _process(_delta: float) -> void:
	var now_us: int = Time.get_ticks_usec()
	if _last_us > 0:
		_longest_ms = maxf(_longest_ms, (now_us - _last_us) / 1000.0)
	_last_us = now_us
	var orders: PackedStringArray = FileAccess.get_file_as_string("res://orders.txt").split("\n", false)
	while _orders_done < orders.size():
		_do(orders[_orders_done])
		_orders_done += 1


func _do(order: String) -> void:
	var words: PackedStringArray = order.split(" ", true, 1)
	match words[0]:
		"scene":
			Scenescore.begin_scene(words[1])
		"end_scene":
			Scenescore.end_scene()
		"pause":
			Scenescore.paused = true
		"resume":
			Scenescore.paused = false
		"music":
			Scenescore.play_music = true
		"paint":
			_ground.color = Color.from_string(words[1], Color.BLACK)
		"move":
			DisplayServer.window_set_position(Vector2i(words[1].get_slice(" ", 0).to_int(), words[1].get_slice(" ", 1).to_int()))
		"tell":
			_tell()
		"quit":
			# Godot complains of sounds that are still heard when it ends.
			Scenescore.music_player.stop(0.0)
			await get_tree().create_timer(0.3).timeout
			get_tree().quit()


func _tell() -> void:
	var channel: RefCounted = Scenescore.channel()
	_say({"told": {
		"state": _state(), "problem": Scenescore.problem, "captures": _captures, "matches": Scenescore.matches.size(),
		"scene": Scenescore.scene_name, "steps_filled": Scenescore.steps_filled, "longest_ms": _longest_ms,
		"has_channel": channel != null, "playing": Scenescore.music_player.current_id,
	}})
	_longest_ms = 0.0


func _on_match_updated(matches: Array[ScenescoreMatch]) -> void:
	var ranking: Array[Dictionary] = []
	for found: ScenescoreMatch in matches:
		ranking.append(found.to_dictionary())
	_say({
		"matches": ranking, "steps": Scenescore.steps, "steps_filled": Scenescore.steps_filled,
		"answer_delay_ms": Scenescore.answer_delay_ms,
	})


func _on_state_changed(state: int) -> void:
	_say({"state": Scenescore.ConnectionState.find_key(state), "problem": Scenescore.problem})


func _state() -> String:
	return Scenescore.ConnectionState.find_key(Scenescore.connection_state)


func _say(values: Dictionary) -> void:
	values["unix_s"] = Time.get_unix_time_from_system()
	print(JSON.stringify(values))
