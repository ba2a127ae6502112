class_name TalkScene
extends GameScene
## A talk with somebody, seen from near: a portrait beside the words, which appear letter by letter.

## Everything has been said.
signal ended

## Letters a second.
const LETTERS_PER_S := 26.0
## How much nearer the map is than on a walk.
const ZOOM := 2.0

## Whether the line is shown whole.
var is_line_done: bool = false

var _resident: Resident
var _lines: PackedStringArray
var _line: int = -1
var _shown: float = 0.0
var _age: float = 0.0
var _words := PixelText.at(Vector2(78, 185), "", 224)
var _name := PixelText.at(Vector2(78, 168), "")
var _mark := PixelText.at(Vector2(300, 222), ">")
var _face := Sprite2D.new()
var _faces: Dictionary[String, ImageTexture] = {}
var _map: AreaMap
var _hero: Walker
var _other: Walker


## A talk with [param resident] about the talk numbered [param about].
func _init(place: Area, luck: RandomNumberGenerator, resident: Resident, about: int) -> void:
	super(place, luck)
	_resident = resident
	_lines = resident.talks[about % resident.talks.size()]
	_build_stage()
	overlay.add_child(FrameBox.new(Rect2(4, 160, 312, 76)))
	overlay.add_child(FrameBox.new(Rect2(9, 165, 64, 64)))
	_face.centered = false
	_face.position = Vector2(13, 169)
	for part: Node2D in [_face, _name, _words, _mark]:
		overlay.add_child(part)
	_name.color = Ramps.GOLD[3]
	_next_line()


func kind() -> String:
	return "talk"


## Goes on with another talk of the same person.
func talk_about(about: int) -> void:
	_lines = _resident.talks[about % _resident.talks.size()]
	_line = -1
	_next_line()


func _process(delta: float) -> void:
	controls.think(delta)
	_age += delta
	_shown += delta * LETTERS_PER_S
	is_line_done = _shown >= _words.text.length()
	_words.shown = int(_shown)
	_mark.visible = is_line_done and fmod(_age, 0.6) < 0.4
	_face.texture = _face_now()
	var swaying: float = sin(_age * 0.5) * 3.0
	_map.position.x = roundf(_middle().x + swaying)
	if _resident.look.ghostly:
		_other.position.y = AreaMap.foot_of(_other.tile).y - 3 + roundf(sin(_age * 2.0) * 2.0)
	if controls.accepts():
		if is_line_done:
			_next_line()
		else:
			_shown = _words.text.length()


func _next_line() -> void:
	_line += 1
	if _line >= _lines.size():
		ended.emit()
		return
	var by_hero: bool = _lines[_line].begins_with(">")
	_words.text = _lines[_line].trim_prefix(">")
	_name.text = Hero.TITLE if by_hero else _resident.title
	_shown = 0.0
	_words.shown = 0
	is_line_done = false


func _face_now() -> ImageTexture:
	var by_hero: bool = _name.text == Hero.TITLE
	var speaks: bool = not is_line_done and fmod(_age, 0.24) < 0.12
	var blinks: bool = fmod(_age, 2.9) < 0.15
	var key: String = "%s %s %s" % [by_hero, speaks, blinks]
	if not _faces.has(key):
		_faces[key] = Portraits.draw(Hero.look() if by_hero else _resident.look, area.portrait_backdrop, speaks, blinks)
	return _faces[key]


func _build_stage() -> void:
	_map = AreaMap.new(area)
	_map.scale = Vector2(ZOOM, ZOOM)
	add_child(_map)
	_other = Walker.new(People.sheet(_resident.look), _resident.tile, true)
	var side: Vector2i = Vector2i.LEFT
	for way: Vector2i in [Vector2i.LEFT, Vector2i.RIGHT]:
		if _map.is_free(_resident.tile + way):
			side = way
	_hero = Walker.new(People.sheet(Hero.look()), _resident.tile + side, true)
	_hero.face(-side)
	_other.face(side)
	if _resident.look.ghostly:
		_other.make_ghostly()
		_map.shine(_other.position + Vector2(0, -10), Color("7fb8ff"), 2.0)
	for walker: Walker in [_hero, _other]:
		_map.standing.add_child(walker)
	Hero.light_up(_map, _hero)
	_map.position = _middle()


func _middle() -> Vector2:
	var between: Vector2 = (_hero.position + AreaMap.foot_of(_other.tile)) / 2.0
	var whole := Vector2(area.size() * AreaMap.TILE) * ZOOM
	return -(between * ZOOM - Vector2(160, 100)).clamp(Vector2(4, 0), whole - Vector2(324, 164)).round()
