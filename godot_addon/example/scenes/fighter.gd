class_name Fighter
extends Node2D
## One side's member in a fight: a picture with health that leans forward, flinches and falls.

## Name that is shown.
var title: String
## Health that is left.
var health: int
## Health at the start.
var most: int
## Where attacks hit, from the feet.
var chest: Vector2

var _picture := Sprite2D.new()
var _bar := HealthBar.new()
var _home: Vector2
var _age: float
var _flash: float = 0.0
var _lunge: float = 0.0
var _towards: int
var _walks: bool


## A fighter who stands at [param at] and attacks towards -1 (left) or 1 (right).
func _init(called: String, texture: Texture2D, at: Vector2, life: int, towards: int) -> void:
	title = called
	health = life
	most = life
	position = at
	_home = at
	_age = at.x * 0.1
	_towards = towards
	_picture.texture = texture
	_picture.centered = false
	_walks = towards < 0
	if _walks:
		_picture.hframes = People.STEPS
		_picture.vframes = People.DIRECTIONS.size()
		_picture.frame = People.DIRECTIONS.find(Vector2i.LEFT) * People.STEPS
		_picture.scale = Vector2(2, 2)
	var size: Vector2 = _picture.get_rect().size * _picture.scale
	_picture.offset = Vector2(-size.x / 2, -size.y) / _picture.scale
	chest = Vector2(0, -size.y / 2)
	var shadow := Sprite2D.new()
	shadow.texture = Pictures.of_shadow(int(size.x))
	add_child(shadow)
	add_child(_picture)
	_bar.width = 40
	_bar.position = Vector2(-20, 6)
	_bar.visible = towards > 0
	add_child(_bar)


## Whether the fighter still stands.
func stands() -> bool:
	return health > 0


## Loses health, or gains it when [param amount] is below zero.
func hurt(amount: int) -> void:
	health = clampi(health - amount, 0, most)
	_bar.share = float(health) / most
	_flash = 0.5 if amount > 0 else 0.0


## Leans forward for an attack.
func lunge() -> void:
	_lunge = 0.6


func _process(delta: float) -> void:
	_age += delta
	_flash = maxf(_flash - delta, 0.0)
	_lunge = maxf(_lunge - delta, 0.0)
	var forward: float = sin((0.6 - _lunge) / 0.6 * PI) * 26.0 * _towards
	var shake: float = sin(_age * 60.0) * 3.0 if _flash > 0.2 else 0.0
	position = (_home + Vector2(forward + shake, 0)).round()
	if _walks:
		_picture.frame = People.DIRECTIONS.find(Vector2i.LEFT) * People.STEPS + (int(_age * 8) % 3 if _lunge > 0 else 0)
	else:
		_picture.scale.y = 1.0 + sin(_age * 2.6) * 0.03
	_picture.modulate = Color(1, 0.35, 0.35) if _flash > 0.0 and fmod(_flash, 0.16) > 0.08 else Color.WHITE
	if not stands() and _flash <= 0.0:
		modulate.a = move_toward(modulate.a, 0.0 if not _walks else 0.4, delta * 1.6)
	elif stands():
		modulate.a = 1.0
