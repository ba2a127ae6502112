class_name Game
extends Node
## The example game: leads from scene to scene, by what the player does or by the autopilot's schedule.

## Seconds of play since the start.
var now_s: float = 0.0
## What is played just now.
var scene: GameScene

var _options: GameOptions
var _dice := RandomNumberGenerator.new()
var _areas: Dictionary[String, Area] = Area.all()
var _schedule: Schedule
var _log: SceneLog
var _music := MusicBox.new()
var _curtain := Curtain.new()
var _scene_ends_s: float = INF


func _ready() -> void:
	add_child(_music)
	add_child(_curtain)
	add_child(MatchNote.new())
	_options = GameOptions.read(OS.get_cmdline_user_args())
	if not _options.fault.is_empty():
		printerr(_options.fault)
		get_tree().quit(2)
		return
	_dice.seed = _options.dice_seed
	_log = SceneLog.new(_options.scene_log)
	Scenescore.play_music = Scenescore.play_music or _options.live_music
	if not _options.answer_log.is_empty():
		add_child(AnswerLog.new(_options.answer_log, func() -> float: return now_s))
	if _options.autopilot:
		_schedule = Schedule.new(_areas.keys(), _dice, _options.scene_seconds)
		_play_next_turn()
	else:
		_walk("meadow", _areas["meadow"].start)


func _process(delta: float) -> void:
	now_s += delta
	if _options.seconds > 0.0 and now_s > _options.seconds - delta / 2:
		get_tree().quit()
	elif now_s + Curtain.CLOSES_S >= _scene_ends_s and not _curtain.is_closing():
		_scene_ends_s = INF
		_curtain.change(_play_next_turn)


func _exit_tree() -> void:
	if scene != null:
		_log.finish(scene, now_s)


func _play_next_turn() -> void:
	var turn: Schedule.Turn = _schedule.next()
	var area: Area = _areas[turn.area]
	_scene_ends_s = roundf((now_s + turn.lasts_s) * 1000.0) / 1000.0
	match turn.kind:
		"walk":
			var walk := WalkScene.new(area, _dice, ([area.start] + area.lairs)[_dice.randi() % (area.lairs.size() + 1)])
			walk.controls = WalkPilot.new(walk, _dice)
			_show(walk)
		"talk":
			var resident: Resident = area.residents[_dice.randi() % area.residents.size()]
			var about: int = _dice.randi()
			var talk := TalkScene.new(area, _dice, resident, about)
			talk.controls = TalkPilot.new(talk, _dice)
			talk.ended.connect(func() -> void: talk.talk_about(about + 1))
			_show(talk)
		"fight":
			var fight := FightScene.new(area, _dice, area.bands[_dice.randi() % area.bands.size()])
			fight.has_no_end = true
			fight.controls = FightPilot.new(fight, _dice)
			_show(fight)


func _show(next: GameScene) -> void:
	if scene != null:
		_log.finish(scene, now_s)
		scene.queue_free()
	scene = next
	add_child(scene)
	if not _options.live_music:
		_music.play(scene.area.music[scene.kind()])
	# What Scenescore's dock and its cues call this scene. Without the addon's daemon it costs nothing.
	Scenescore.begin_scene("%s: %s" % [scene.area.id, scene.kind()])


func _walk(area: String, from: Vector2i) -> void:
	var walk := WalkScene.new(_areas[area], _dice, from)
	walk.talk_started.connect(func(who: Resident) -> void: _curtain.change(_talk.bind(walk, who)))
	walk.fight_started.connect(func(band: PackedStringArray) -> void: _curtain.change(_fight.bind(walk, band)))
	walk.left.connect(func(to: String) -> void: _curtain.change(_walk.bind(to, _entry(to, area))))
	_show(walk)


func _talk(walk: WalkScene, who: Resident) -> void:
	var back: Vector2i = walk.hero.tile
	var talk := TalkScene.new(walk.area, _dice, who, _dice.randi())
	talk.ended.connect(func() -> void: _curtain.change(_walk.bind(talk.area.id, back)))
	_show(talk)


func _fight(walk: WalkScene, band: PackedStringArray) -> void:
	var back: Vector2i = walk.hero.tile
	var fight := FightScene.new(walk.area, _dice, band)
	fight.ended.connect(func(won: bool) -> void:
		_curtain.change(_walk.bind(fight.area.id, back if won else fight.area.start)))
	_show(fight)


## The tile before the way that leads from an area back to another.
func _entry(area: String, from: String) -> Vector2i:
	for tile: Vector2i in _areas[area].exits:
		if _areas[area].exits[tile] == from:
			return tile + (Vector2i.RIGHT if tile.x == 0 else Vector2i.LEFT)
	return _areas[area].start
