class_name FightScene
extends GameScene
## A fight by turns: the hero on the right, foes on the left, moves in a menu below.

## The fight is over.
signal ended(won: bool)

## What is going on in the fight.
enum Phase { OPENING, CHOOSING, HERO_ACTS, FOE_ACTS, OVER }

## Health of a rested hero.
const HERO_LIFE := 60

## What is going on now.
var phase: Phase = Phase.OPENING
## The move that the menu points at.
var choice: int = 0
## The hero.
var hero: Fighter
## Whether new foes come when all have fallen, so that the fight goes on until the scene is over.
var has_no_end: bool = false

var _moves: Array[Move] = Move.of_hero()
var _foes: Array[Fighter] = []
var _kinds: PackedStringArray = []
var _panel: FightPanel
var _wait: float = 1.0
var _acting: int = -1
var _pending: Callable


func _init(place: Area, luck: RandomNumberGenerator, band: PackedStringArray) -> void:
	super(place, luck)
	var backdrop := Sprite2D.new()
	backdrop.texture = Pictures.of_backdrop(place.id)
	backdrop.centered = false
	add_child(backdrop)
	hero = Fighter.new(Hero.TITLE, People.sheet(Hero.look()), Vector2(258, 150), HERO_LIFE, -1)
	add_child(hero)
	_panel = FightPanel.new(_moves)
	overlay.add_child(_panel)
	_line_up(band)


func kind() -> String:
	return "fight"


func _process(delta: float) -> void:
	controls.think(delta)
	_panel.show_state(hero, choice, phase == Phase.CHOOSING)
	if phase == Phase.CHOOSING:
		choice = posmod(choice + controls.menu_step(), _moves.size())
		if controls.accepts():
			_hero_acts(_moves[choice])
		return
	_wait -= delta
	if _pending.is_valid() and _wait < 0.75:
		_pending.call()
		_pending = Callable()
	if _wait <= 0.0:
		_go_on()


func _line_up(band: PackedStringArray) -> void:
	_kinds = band
	_foes.clear()
	for i: int in band.size():
		var across: int = 84 if band.size() == 1 else 48 + i * 120 / band.size()
		var foe := Fighter.new(Move.title_of(band[i]), Pictures.of_foe(band[i]), Vector2(across, 154 - (i % 2) * 22), Move.life_of(band[i]), 1)
		add_child(foe)
		move_child(foe, hero.get_index())
		_foes.append(foe)
	var others: String = " and friends" if band.size() > 1 else ""
	_panel.say("%s%s!" % [_foes[0].title, others])


func _hero_acts(move: Move) -> void:
	phase = Phase.HERO_ACTS
	_wait = 1.15
	_panel.say(move.title + "!")
	if move.power.x < 0:
		_strike(hero, hero, move)
	else:
		_strike(hero, _first_standing(), move)


func _strike(by: Fighter, whom: Fighter, move: Move) -> void:
	by.lunge()
	var amount: int = dice.randi_range(move.power.x, move.power.y)
	_pending = func() -> void:
		whom.hurt(amount)
		add_child(Spark.new(move.effect, whom.position + whom.chest, amount))


func _go_on() -> void:
	match phase:
		Phase.OPENING:
			phase = Phase.CHOOSING
		Phase.HERO_ACTS, Phase.FOE_ACTS:
			if _first_standing() == null:
				_win()
			elif not hero.stands():
				phase = Phase.OVER
				_wait = 2.0
				_panel.say("%s falls..." % hero.title)
			else:
				_next_foe()
		Phase.OVER:
			if has_no_end:
				_refresh()
			else:
				phase = Phase.OPENING
				ended.emit(hero.stands())


func _next_foe() -> void:
	_acting += 1
	while _acting < _foes.size() and not _foes[_acting].stands():
		_acting += 1
	if _acting >= _foes.size():
		_acting = -1
		phase = Phase.CHOOSING
		return
	phase = Phase.FOE_ACTS
	_wait = 1.05
	var move: Move = Move.of_foe(_kinds[_acting])
	_panel.say("%s: %s" % [_foes[_acting].title, move.title])
	_strike(_foes[_acting], hero, move)


func _win() -> void:
	phase = Phase.OVER
	_wait = 1.4
	_panel.say("Victory!" if not has_no_end else "More are coming!")


func _refresh() -> void:
	for foe: Fighter in _foes:
		foe.queue_free()
	hero.hurt(-HERO_LIFE)
	_line_up(area.bands[dice.randi() % area.bands.size()])
	_acting = -1
	phase = Phase.OPENING
	_wait = 0.9


func _first_standing() -> Fighter:
	for foe: Fighter in _foes:
		if foe.stands():
			return foe
	return null
