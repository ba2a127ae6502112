class_name AreaMap
extends Node2D
## An area as it is seen from above: ground tiles, props that hide each other, lights, and who may stand where.

const TILE := GroundTiles.SIZE
## Props that shine, with the light's colour and size.
const SHINING: Dictionary[String, Array] = {
	"c": [Color("6fb8ff"), 1.3], "a": [Color("d08bff"), 1.3], "m": [Color("4fe0d0"), 0.9], "t": [Color("ffa850"), 2.2],
}
## Props that one can walk over.
const FLAT := "f"

static var _glow: GradientTexture2D

## The area that is shown.
var area: Area
## Parent of everything that stands on the ground, sorted from back to front.
var standing := Node2D.new()

var _ways := AStarGrid2D.new()


func _init(shown: Area) -> void:
	area = shown
	_ways.region = Rect2i(Vector2i.ZERO, area.size())
	_ways.diagonal_mode = AStarGrid2D.DIAGONAL_MODE_NEVER
	_ways.update()
	var tiles: TileSet = GroundTiles.build(area.style)
	var ground := TileMapLayer.new()
	var joined := TileMapLayer.new()
	for layer: TileMapLayer in [ground, joined]:
		layer.tile_set = tiles
		add_child(layer)
	standing.y_sort_enabled = true
	add_child(standing)
	for y: int in area.size().y:
		for x: int in area.size().x:
			_lay(Vector2i(x, y), ground, joined)
	if area.light.v < 0.8:
		var dusk := CanvasModulate.new()
		dusk.color = area.light
		add_child(dusk)


## Middle of a tile's lower edge: where somebody's feet are who stands there.
static func foot_of(tile: Vector2i) -> Vector2:
	return Vector2(tile * TILE) + Vector2(TILE / 2.0, TILE - 2.0)


## Whether somebody may stand on a tile.
func is_free(tile: Vector2i) -> bool:
	return _ways.is_in_boundsv(tile) and not _ways.is_point_solid(tile)


## Lets nobody pass a tile, or opens it again.
func block(tile: Vector2i, blocked: bool = true) -> void:
	if _ways.is_in_boundsv(tile):
		_ways.set_point_solid(tile, blocked)


## Tiles of the shortest way without the first one; empty when there is none.
func route(from: Vector2i, to: Vector2i) -> Array[Vector2i]:
	return _ways.get_id_path(from, to).slice(1)


## Puts a light on the map and returns it.
func shine(at: Vector2, color: Color, reach: float) -> PointLight2D:
	if _glow == null:
		_glow = GradientTexture2D.new()
		_glow.width = 64
		_glow.height = 64
		_glow.fill = GradientTexture2D.FILL_RADIAL
		_glow.fill_from = Vector2(0.5, 0.5)
		_glow.fill_to = Vector2(1.0, 0.5)
		_glow.gradient = Gradient.new()
		_glow.gradient.colors = PackedColorArray([Color.WHITE, Color(1, 1, 1, 0)])
	var light := PointLight2D.new()
	light.texture = _glow
	light.color = color
	light.energy = 0.9
	light.texture_scale = reach
	light.position = at
	add_child(light)
	return light


func _lay(tile: Vector2i, ground: TileMapLayer, joined: TileMapLayer) -> void:
	var letter: String = area.letter_at(tile)
	var variant: int = posmod(tile.x * 7 + tile.y * 13 + (tile.x * tile.y) % 5, GroundTiles.BASE_VARIANTS)
	ground.set_cell(tile, 0, Vector2i(variant, GroundTiles.BASE_ROW))
	var row: int = {"=": GroundTiles.PATH_ROW, "#": GroundTiles.WALL_ROW, "~": GroundTiles.POOL_ROW}.get(letter, -1)
	if row >= 0:
		joined.set_cell(tile, 0, Vector2i(_joins(tile, letter), row))
	if letter == "#" or letter == "~":
		block(tile)
	if Area.PROPS.has(letter):
		_stand(tile, letter)


func _joins(tile: Vector2i, letter: String) -> int:
	var joins: int = 0
	var sides: Array[Vector2i] = [Vector2i.UP, Vector2i.RIGHT, Vector2i.DOWN, Vector2i.LEFT]
	for bit: int in 4:
		var next: String = area.letter_at(tile + sides[bit])
		var beyond: bool = not Rect2i(Vector2i.ZERO, area.size()).has_point(tile + sides[bit])
		if next == letter or beyond or (letter == "=" and next in "HBGs"):
			joins |= 1 << bit
	return joins


func _stand(tile: Vector2i, letter: String) -> void:
	var drawing: ImageTexture = Pictures.of_prop(Area.PROPS[letter])
	var width: int = drawing.get_width()
	var prop := Sprite2D.new()
	prop.texture = drawing
	prop.centered = false
	prop.position = foot_of(tile) + Vector2(0, 1)
	prop.offset = Vector2(-width / 2, -drawing.get_height() + 1)
	var shadow := Sprite2D.new()
	shadow.texture = Pictures.of_shadow(width)
	shadow.position = Vector2(2, -2)
	shadow.show_behind_parent = true
	prop.add_child(shadow)
	standing.add_child(prop)
	if SHINING.has(letter) and area.light.v < 0.8:
		shine(prop.position + Vector2(0, -10), SHINING[letter][0], SHINING[letter][1])
	if letter == FLAT:
		return
	var reach: int = (width - 20) / 32 + 1 if width > 40 else 0
	for x: int in range(-reach, reach + 1):
		for y: int in (3 if width > 60 else 1):
			block(tile + Vector2i(x, -y))
