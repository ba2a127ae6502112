class_name PropsOfCave
extends RefCounted
## Draws what stands in the cave.


## Draws the prop of that name; an unknown name gives a small rock.
static func draw(prop: String) -> Brush:
	match prop:
		"crystal": return _crystal(Ramps.CRYSTAL)
		"amethyst": return _crystal(Ramps.AMETHYST)
		"spike": return _spike()
		"shroom": return _shroom()
		"grave": return _grave()
		"torch": return _torch()
		"bones": return _bones()
	return _pebble()


static func _crystal(ramp: Array[Color]) -> Brush:
	var brush := Brush.new(26, 32)
	shard(brush, Vector2(7, 30), 5, 15, -3, ramp)
	shard(brush, Vector2(20, 30), 5, 18, 3, ramp)
	shard(brush, Vector2(13, 31), 8, 28, 0, ramp)
	brush.outline(ramp[0].darkened(0.5))
	return brush


## Draws one shard of crystal that stands on [param foot].
static func shard(brush: Brush, foot: Vector2, width: float, height: float, lean: float, ramp: Array[Color]) -> void:
	var tip := foot + Vector2(lean, -height)
	var shoulder: float = -height * 0.7
	var left := PackedVector2Array([foot + Vector2(-width / 2, 0), foot + Vector2(lean * 0.7 - width / 2, shoulder), tip, foot + Vector2(lean * 0.7, shoulder + 3), foot])
	var right := PackedVector2Array([foot, foot + Vector2(lean * 0.7, shoulder + 3), tip, foot + Vector2(lean * 0.7 + width / 2, shoulder), foot + Vector2(width / 2, 0)])
	brush.polygon(left, [ramp[2], ramp[3], ramp[4]])
	brush.polygon(right, [ramp[0], ramp[1], ramp[2]])


static func _spike() -> Brush:
	var brush := Brush.new(18, 30)
	brush.polygon(PackedVector2Array([Vector2(9, 1), Vector2(12, 14), Vector2(16, 29), Vector2(2, 29), Vector2(6, 14)]), Ramps.CAVE_WALL)
	for y: int in [9, 15, 22]:
		brush.line(Vector2i(7, y), Vector2i(9, y + 1), Ramps.CAVE_WALL[4])
	brush.outline(Ramps.CAVE_WALL[0])
	return brush


static func _shroom() -> Brush:
	var brush := Brush.new(20, 18)
	for place: Vector3 in [Vector3(5, 9, 4), Vector3(13, 6, 6)]:
		brush.rect(int(place.x) - 1, int(place.y), 3, 17 - int(place.y), Ramps.CREAM[3])
		brush.ball(Vector2(place.x, place.y), Vector2(place.z, place.z * 0.7), [Color("0f5f78"), Color("1c98a0"), Color("53d8c4"), Color("b8fff0")])
	for spot: Vector2i in [Vector2i(10, 5), Vector2i(15, 6), Vector2i(13, 3), Vector2i(4, 8)]:
		brush.dot(spot.x, spot.y, Color("eafff8"))
	brush.outline(Ramps.CAVE_WALL[0])
	return brush


static func _grave() -> Brush:
	var brush := Brush.new(22, 26)
	brush.ball(Vector2(11, 9), Vector2(8, 8), Ramps.STONE)
	brush.polygon(PackedVector2Array([Vector2(3, 9), Vector2(19, 9), Vector2(19, 24), Vector2(3, 24)]), [Ramps.STONE[1], Ramps.STONE[2], Ramps.STONE[3]])
	brush.rect(10, 6, 2, 9, Ramps.STONE[0])
	brush.rect(8, 8, 6, 2, Ramps.STONE[0])
	brush.line(Vector2i(6, 18), Vector2i(15, 18), Ramps.STONE[1])
	brush.rect(1, 22, 20, 3, Ramps.STONE[1])
	brush.outline(Ramps.INK)
	return brush


static func _torch() -> Brush:
	var brush := Brush.new(12, 26)
	brush.rect(5, 11, 3, 14, Ramps.WOOD[1])
	brush.rect(3, 10, 7, 2, Ramps.STEEL[1])
	brush.ball(Vector2(6.5, 6), Vector2(3.5, 5), Ramps.EMBER)
	brush.ellipse(Vector2(6.5, 7), Vector2(1.5, 2.5), Ramps.EMBER[4])
	brush.outline(Ramps.EMBER[0])
	return brush


static func _bones() -> Brush:
	var brush := Brush.new(20, 12)
	brush.ball(Vector2(6, 6), Vector2(4.5, 4.5), Ramps.BONE)
	brush.rect(4, 5, 2, 2, Ramps.INK)
	brush.rect(7, 5, 2, 2, Ramps.INK)
	brush.rect(4, 9, 5, 2, Ramps.BONE[2])
	brush.line(Vector2i(11, 9), Vector2i(18, 6), Ramps.BONE[3])
	brush.line(Vector2i(12, 6), Vector2i(18, 10), Ramps.BONE[2])
	brush.outline(Ramps.CAVE_WALL[0])
	return brush


static func _pebble() -> Brush:
	var brush := Brush.new(16, 12)
	brush.ball(Vector2(8, 7), Vector2(6, 4), Ramps.CAVE_WALL)
	brush.outline(Ramps.CAVE_WALL[0])
	return brush
