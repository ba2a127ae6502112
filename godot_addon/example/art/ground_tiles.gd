class_name GroundTiles
extends RefCounted
## Paints an area's ground as a [TileSet]: the base in variants, and path, pool and wall with edges that join.
##
## A joining tile has sixteen variants: bit 1 is set when the tile above is of the same kind, bit 2 for the right,
## bit 4 for below and bit 8 for the left.

## Width and height of a tile in pixels.
const SIZE := 16
## Variants of the plain ground.
const BASE_VARIANTS := 8
## Pictures of a moving pool.
const POOL_FRAMES := 4
## Rows of the atlas.
const BASE_ROW := 0
const PATH_ROW := 1
const WALL_ROW := 2
const POOL_ROW := 3

var _style: GroundStyle
var _atlas := Brush.new(SIZE * 16, SIZE * (POOL_ROW + POOL_FRAMES))
var _dice := RandomNumberGenerator.new()


## The tile set of a style.
static func build(style: GroundStyle) -> TileSet:
	var tiles := GroundTiles.new()
	tiles._style = style
	tiles._dice.seed = 7
	return tiles._build()


func _build() -> TileSet:
	for variant: int in BASE_VARIANTS:
		_paint_base(variant)
	for joins: int in 16:
		_paint_path(joins)
		_paint_wall(joins)
		for frame: int in POOL_FRAMES:
			_paint_pool(joins, frame)
	var source := TileSetAtlasSource.new()
	source.texture = _atlas.texture()
	source.texture_region_size = Vector2i(SIZE, SIZE)
	for column: int in 16:
		for row: int in [PATH_ROW, WALL_ROW, POOL_ROW]:
			source.create_tile(Vector2i(column, row))
		if column < BASE_VARIANTS:
			source.create_tile(Vector2i(column, BASE_ROW))
		source.set_tile_animation_columns(Vector2i(column, POOL_ROW), 1)
		source.set_tile_animation_frames_count(Vector2i(column, POOL_ROW), POOL_FRAMES)
		source.set_tile_animation_speed(Vector2i(column, POOL_ROW), 3.0)
	var tile_set := TileSet.new()
	tile_set.tile_size = Vector2i(SIZE, SIZE)
	tile_set.add_source(source, 0)
	return tile_set


func _paint_base(variant: int) -> void:
	var at := Vector2i(variant * SIZE, BASE_ROW * SIZE)
	_atlas.rect(at.x, at.y, SIZE, SIZE, _style.base[2])
	var area := Rect2i(at + Vector2i.ONE, Vector2i(SIZE - 2, SIZE - 2))
	_atlas.speckle(area, _style.base[1], 5, _dice)
	_atlas.speckle(area, _style.base[3], 4, _dice)
	for i: int in 1 + variant % 3:
		var spot := at + Vector2i(_dice.randi_range(2, 11), _dice.randi_range(4, 13))
		if _style.grassy:
			_atlas.stamp(["a.a.b", ".aab."], spot, {"a": _style.base[0], "b": _style.base[3]})
		else:
			_atlas.stamp([".bb.", "abba", ".00."], spot, {"a": _style.base[3], "b": _style.scatter[1], "0": _style.base[0]})
	if variant == BASE_VARIANTS - 1:
		var spot := at + Vector2i(5, 4)
		_atlas.stamp([".p..", "pyp.", ".p.p", "..g."], spot, {"p": _style.scatter[3], "y": _style.scatter[0], "g": _style.base[0]})


## How deep a pixel lies inside a joining tile: below 0 is outside.
func _depth(joins: int, x: int, y: int, margin: float) -> float:
	var edges: Array[float] = [y as float, 15.0 - x, 15.0 - y, x as float]
	var depth: float = 16.0
	for side: int in 4:
		if joins & (1 << side) == 0:
			depth = minf(depth, edges[side] - margin)
	for side: int in 4:
		var next: int = (side + 1) % 4
		if joins & (1 << side) == 0 and joins & (1 << next) == 0:
			var corner: float = 5.0 - Vector2(maxf(5.0 + margin - edges[side], 0), maxf(5.0 + margin - edges[next], 0)).length()
			depth = minf(depth, corner)
	return depth


func _paint_path(joins: int) -> void:
	for y: int in SIZE:
		for x: int in SIZE:
			var wobble: float = 1.2 + sin(x * 1.7 + y * 0.9) * 0.8
			var depth: float = _depth(joins, x, y, wobble)
			if depth >= 0.0:
				var color: Color = _style.path[2]
				if depth < 1.0:
					color = _style.path[0]
				elif not _style.grassy and (y % 8 == 7 or (x + (8 if y > 7 else 0) + 4) % 16 == 0 or (x + (8 if y > 7 else 0) + 12) % 16 == 0):
					color = _style.path[1]
				elif _dice.randf() < 0.1:
					color = _style.path[1 + 2 * (_dice.randi() % 2)]
				_atlas.dot(joins * SIZE + x, PATH_ROW * SIZE + y, color)


func _paint_pool(joins: int, frame: int) -> void:
	var top: int = (POOL_ROW + frame) * SIZE
	for y: int in SIZE:
		for x: int in SIZE:
			var depth: float = _depth(joins, x, y, 1.0)
			if depth >= 0.0:
				var wave: float = sin((x + frame * 4) * TAU / 16.0 + (y / 4) * 2.4)
				var color: Color = _style.pool[2]
				if y % 4 == 1 and wave > 0.8:
					color = _style.pool[3]
				elif y % 4 == 3 and wave < -0.6:
					color = _style.pool[1]
				if depth < 1.0:
					color = _style.pool[0]
				elif depth < 2.0 + sin(frame * TAU / POOL_FRAMES) * 0.6:
					color = _style.pool[3]
				_atlas.dot(joins * SIZE + x, top + y, color)


func _paint_wall(joins: int) -> void:
	for y: int in SIZE:
		for x: int in SIZE:
			var color: Color = _style.wall[3]
			var is_face: bool = joins & 4 == 0 and y > 4
			if is_face:
				color = _style.wall[2 if (y - 5) % 4 != 3 and (x + ((y - 5) / 4) * 5) % 8 != 0 else 1]
				if y > 13:
					color = _style.wall[0]
			elif (joins & 1 == 0 and y < 2) or (joins & 8 == 0 and x < 1) or (joins & 4 == 0 and y == 4):
				color = _style.wall[4]
			elif (joins & 2 == 0 and x > 14):
				color = _style.wall[1]
			elif _dice.randf() < 0.12:
				color = _style.wall[2]
			_atlas.dot(joins * SIZE + x, WALL_ROW * SIZE + y, color)
