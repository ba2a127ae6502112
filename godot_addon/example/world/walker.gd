class_name Walker
extends Node2D
## Somebody on the map who walks from tile to tile.

## The walker has reached [param tile].
signal arrived(tile: Vector2i)

## Pixels a second.
var speed: float = 58.0
## The tile the walker stands on or walks to.
var tile: Vector2i
## Where the walker looks.
var facing: Vector2i = Vector2i.DOWN

var _sprite := Sprite2D.new()
var _is_person: bool
var _walking: bool = false
var _strolled: float = 0.0


## A walker with [param picture], either a sheet by [People] or a single picture that hops.
func _init(picture: Texture2D, at: Vector2i, is_person: bool) -> void:
	_is_person = is_person
	tile = at
	position = AreaMap.foot_of(at)
	var width: int = picture.get_width()
	_sprite.texture = picture
	_sprite.centered = false
	if is_person:
		width = People.SIZE.x
		_sprite.hframes = People.STEPS
		_sprite.vframes = People.DIRECTIONS.size()
		_sprite.offset = Vector2(-People.SIZE.x / 2.0, -People.SIZE.y + 1)
	else:
		_sprite.offset = Vector2(-width / 2, -picture.get_height() + 1)
	var shadow := Sprite2D.new()
	shadow.texture = Pictures.of_shadow(mini(width - 2, 20))
	shadow.position = Vector2(0, -1)
	add_child(shadow)
	add_child(_sprite)
	_show_step()


## Whether the walker is between two tiles.
func is_walking() -> bool:
	return _walking


## Turns to a direction.
func face(direction: Vector2i) -> void:
	if direction != Vector2i.ZERO:
		facing = direction
		_show_step()


## Walks to the next tile in a direction.
func step(direction: Vector2i) -> void:
	face(direction)
	tile += direction
	_walking = true


## Lets the walker be seen through.
func make_ghostly() -> void:
	_sprite.modulate = Color(1, 1, 1, 0.75)


func _process(delta: float) -> void:
	_strolled += delta
	if _walking:
		var goal: Vector2 = AreaMap.foot_of(tile)
		position = position.move_toward(goal, speed * delta)
		if position.is_equal_approx(goal):
			_walking = false
			arrived.emit(tile)
	_show_step()


func _show_step() -> void:
	if not _is_person:
		_sprite.position.y = -absf(sin(_strolled * 5.0)) * (5.0 if _walking else 2.0)
		_sprite.flip_h = facing == Vector2i.RIGHT
		return
	var foot: int = [1, 0, 2, 0][int(_strolled * 8.0) % 4] if _walking else 0
	_sprite.frame = maxi(People.DIRECTIONS.find(facing), 0) * People.STEPS + foot
