class_name WalkScene
extends GameScene
## A walk through an area, seen from above. People can be spoken to, foes fought, and the ways out lead on.

## The hero has spoken to somebody.
signal talk_started(resident: Resident)
## The hero has run into a band of foes.
signal fight_started(band: PackedStringArray)
## The hero has left the area for another.
signal left(next_area: String)

## No foe waits within so many tiles of where the hero appears.
const NEAR := 3.0

## The map.
var map: AreaMap
## The hero.
var hero: Walker
## Who lives here, as walkers; in the order of [member Area.residents].
var people: Array[Walker] = []
## Roaming foes.
var foes: Array[Walker] = []

var _bands: Array[PackedStringArray] = []
var _ambience: Ambience
var _away: Array[Vector2i] = []


## A walk that begins at [param from].
func _init(place: Area, luck: RandomNumberGenerator, from: Vector2i) -> void:
	super(place, luck)
	map = AreaMap.new(place)
	add_child(map)
	hero = _enter(People.sheet(Hero.look()), from, true)
	hero.speed = 64.0
	hero.arrived.connect(_on_hero_arrived)
	Hero.light_up(map, hero)
	for resident: Resident in place.residents:
		var person: Walker = _enter(People.sheet(resident.look), resident.tile, true)
		person.speed = 26.0
		if resident.look.ghostly:
			person.make_ghostly()
		people.append(person)
		map.block(person.tile)
	for lair: Vector2i in place.lairs:
		var band: PackedStringArray = place.bands[luck.randi() % place.bands.size()]
		if (lair - from).length() < NEAR:
			continue
		_bands.append(band)
		var foe: Walker = _enter(Pictures.of_roaming_foe(band[0]), lair, false)
		foe.speed = 24.0
		foes.append(foe)
	_ambience = Ambience.new(place, luck)
	overlay.add_child(_ambience)
	overlay.add_child(Banner.new(place.title))
	_follow()


func kind() -> String:
	return "walk"


func _process(delta: float) -> void:
	controls.think(delta)
	if not hero.is_walking():
		_act()
	for person: Walker in people:
		_wander(person, 0.35 * delta, true)
	for foe: Walker in foes:
		_wander(foe, 0.8 * delta, false)
	_follow()


func _act() -> void:
	var direction: Vector2i = controls.direction()
	if direction != Vector2i.ZERO:
		hero.face(direction)
		if map.is_free(hero.tile + direction):
			hero.step(direction)
	if controls.accepts():
		for i: int in people.size():
			if people[i].tile == hero.tile + hero.facing:
				talk_started.emit(area.residents[i])


func _on_hero_arrived(tile: Vector2i) -> void:
	for i: int in foes.size():
		if foes[i].tile == tile and tile not in _away:
			_away.append(tile)
			fight_started.emit(_bands[i])
			return
	if area.exits.has(tile):
		left.emit(area.exits[tile])


## Now and then takes a step, never far from home and never onto anybody.
func _wander(walker: Walker, chance: float, blocks: bool) -> void:
	if walker.is_walking() or dice.randf() >= chance:
		return
	var direction: Vector2i = People.DIRECTIONS[dice.randi() % 4]
	var next: Vector2i = walker.tile + direction
	if map.is_free(next) and next != hero.tile and area.letter_at(next) != "=" and not area.exits.has(next):
		if blocks:
			map.block(walker.tile, false)
			map.block(next)
		walker.step(direction)


func _enter(picture: Texture2D, tile: Vector2i, is_person: bool) -> Walker:
	var walker := Walker.new(picture, tile, is_person)
	map.standing.add_child(walker)
	return walker


func _follow() -> void:
	var view := Vector2(320, 240)
	var whole := Vector2(area.size() * AreaMap.TILE)
	map.position = -(hero.position - view / 2).clamp(Vector2.ZERO, whole - view).round()
	_ambience.look_at_map(map.position)
