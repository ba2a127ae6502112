class_name PropsOfTown
extends RefCounted
## Draws what stands in the village.

const NAMES: PackedStringArray = ["house", "bluehouse", "well", "fence", "stall", "barrel", "lamp", "gate"]


## Whether there is a drawing of that name here.
static func knows(prop: String) -> bool:
	return prop in NAMES


## Draws the prop of that name.
static func draw(prop: String) -> Brush:
	match prop:
		"house": return _house(Ramps.ROOF)
		"bluehouse": return _house(Ramps.ROOF_BLUE)
		"well": return _well()
		"fence": return _fence()
		"stall": return _stall()
		"barrel": return _barrel()
		"lamp": return _lamp()
	return _gate()


static func _house(roof: Array[Color]) -> Brush:
	var brush := Brush.new(66, 64)
	brush.rect(46, 3, 8, 16, Ramps.STONE[2])
	brush.rect(45, 2, 10, 3, Ramps.STONE[3])
	brush.rect(6, 30, 54, 33, Ramps.PLASTER[2])
	brush.rect(48, 30, 12, 33, Ramps.PLASTER[1])
	brush.rect(6, 58, 54, 5, Ramps.STONE[2])
	for x: int in range(7, 60, 8):
		brush.rect(x, 59, 6, 3, Ramps.STONE[3])
	for beam: Rect2i in [Rect2i(6, 30, 3, 28), Rect2i(57, 30, 3, 28), Rect2i(22, 34, 3, 24), Rect2i(41, 34, 3, 24), Rect2i(6, 46, 54, 2)]:
		brush.rect(beam.position.x, beam.position.y, beam.size.x, beam.size.y, Ramps.WOOD[1])
	brush.rect(26, 41, 14, 22, Ramps.WOOD[0])
	brush.rect(27, 42, 12, 21, Ramps.WOOD[2])
	for x: int in [30, 34, 37]:
		brush.line(Vector2i(x, 43), Vector2i(x, 62), Ramps.WOOD[1])
	brush.rect(36, 52, 2, 2, Ramps.GOLD[3])
	for x: int in [11, 46]:
		_window(brush, x)
	brush.polygon(PackedVector2Array([Vector2(14, 8), Vector2(52, 8), Vector2(65, 34), Vector2(1, 34)]), roof)
	for row: int in 6:
		var y: int = 11 + row * 4
		var left: int = 14 - int((y - 8) * 0.5)
		for x: int in range(left, 66 - left):
			if (x + row * 3) % 6 != 0:
				brush.dot(x, y, roof[0] if (x + row * 3) % 6 > 4 else roof[1])
	brush.rect(14, 7, 38, 2, roof[3])
	brush.rect(1, 33, 64, 2, roof[0].darkened(0.3))
	brush.outline(Ramps.INK)
	return brush


static func _window(brush: Brush, x: int) -> void:
	brush.rect(x - 1, 36, 10, 10, Ramps.WOOD[0])
	brush.rect(x, 37, 8, 8, Ramps.of("ffe08a")[0])
	brush.rect(x, 37, 4, 4, Ramps.of("fff3c4")[0])
	brush.line(Vector2i(x + 4, 37), Vector2i(x + 4, 44), Ramps.WOOD[1])
	brush.line(Vector2i(x, 41), Vector2i(x + 7, 41), Ramps.WOOD[1])
	brush.rect(x - 2, 46, 12, 3, Ramps.WOOD[2])
	for i: int in 4:
		brush.stamp(["p", "g"], Vector2i(x - 1 + i * 3, 45), {"p": Color("ff6f91") if i % 2 == 0 else Color("ffd75e"), "g": Ramps.LEAF[2]})


static func _well() -> Brush:
	var brush := Brush.new(30, 38)
	brush.rect(4, 10, 3, 18, Ramps.WOOD[1])
	brush.rect(23, 10, 3, 18, Ramps.WOOD[0])
	brush.rect(6, 15, 18, 2, Ramps.WOOD[2])
	brush.rect(14, 16, 2, 8, Ramps.CREAM[2])
	brush.polygon(PackedVector2Array([Vector2(8, 2), Vector2(22, 2), Vector2(29, 12), Vector2(1, 12)]), Ramps.ROOF)
	brush.ball(Vector2(15, 29), Vector2(13, 8), Ramps.STONE)
	brush.ellipse(Vector2(15, 25), Vector2(11, 4), Ramps.STONE[4])
	brush.ellipse(Vector2(15, 26), Vector2(9, 3), Ramps.WATER[0])
	brush.rect(10, 26, 6, 1, Ramps.WATER[3])
	for spot: Vector2i in [Vector2i(5, 31), Vector2i(11, 34), Vector2i(18, 32), Vector2i(23, 30)]:
		brush.rect(spot.x, spot.y, 4, 1, Ramps.STONE[1])
	brush.outline(Ramps.INK)
	return brush


static func _fence() -> Brush:
	var brush := Brush.new(16, 14)
	for x: int in [2, 8, 13]:
		brush.rect(x, 2, 2, 11, Ramps.WOOD[2])
		brush.dot(x, 2, Ramps.WOOD[3])
	for y: int in [5, 9]:
		brush.rect(0, y, 16, 2, Ramps.WOOD[3])
	brush.outline(Ramps.WOOD[0])
	return brush


static func _stall() -> Brush:
	var brush := Brush.new(40, 34)
	brush.rect(3, 10, 2, 23, Ramps.WOOD[1])
	brush.rect(35, 10, 2, 23, Ramps.WOOD[1])
	brush.rect(2, 21, 36, 12, Ramps.WOOD[2])
	brush.rect(2, 21, 36, 2, Ramps.WOOD[3])
	for x: int in range(8, 36, 7):
		brush.rect(x, 23, 1, 10, Ramps.WOOD[1])
	var wares: Array[Array] = [Ramps.CRIMSON, Ramps.GOLD, Ramps.LEAF]
	for i: int in 9:
		var ramp: Array[Color] = []
		ramp.assign(wares[i / 3].slice(1))
		brush.ball(Vector2(6.5 + i * 3.5, 20), Vector2(2.4, 2.4), ramp)
	for i: int in 8:
		var cloth: Color = Color("fff1d0") if i % 2 == 0 else Color("d8434f")
		brush.rect(i * 5, 3, 5, 8, cloth)
		brush.rect(i * 5 + 1, 11, 3, 1, cloth)
		brush.rect(i * 5, 3, 5, 2, cloth.lightened(0.25))
	brush.outline(Ramps.INK)
	return brush


static func _barrel() -> Brush:
	var brush := Brush.new(14, 17)
	brush.ball(Vector2(7, 9), Vector2(6, 7), Ramps.WOOD)
	brush.ellipse(Vector2(7, 4), Vector2(4.5, 2), Ramps.WOOD[0])
	brush.rect(1, 7, 12, 1, Ramps.STONE[2])
	brush.rect(1, 12, 12, 1, Ramps.STONE[2])
	brush.outline(Ramps.INK)
	return brush


static func _lamp() -> Brush:
	var brush := Brush.new(12, 34)
	brush.rect(5, 10, 2, 22, Ramps.STEEL[1])
	brush.rect(3, 31, 6, 2, Ramps.STEEL[1])
	brush.rect(3, 3, 6, 7, Ramps.EMBER[3])
	brush.rect(4, 4, 3, 4, Ramps.EMBER[4])
	brush.rect(2, 1, 8, 2, Ramps.STEEL[2])
	brush.outline(Ramps.INK)
	return brush


static func _gate() -> Brush:
	var brush := Brush.new(48, 52)
	brush.rect(2, 8, 44, 43, Ramps.STONE[2])
	for y: int in range(10, 50, 5):
		for x: int in range(3 + (y / 5 % 2) * 4, 44, 8):
			brush.rect(x, y, 7, 4, Ramps.STONE[3] if (x * 7 + y) % 3 > 0 else Ramps.STONE[2].lightened(0.1))
	for x: int in range(2, 46, 8):
		brush.rect(x, 2, 5, 7, Ramps.STONE[3])
	brush.ellipse(Vector2(24, 30), Vector2(13, 14), Ramps.INK)
	brush.rect(11, 30, 26, 21, Ramps.INK)
	for x: int in range(14, 36, 5):
		brush.line(Vector2i(x, 18), Vector2i(x, 50), Ramps.STEEL[2])
	brush.stamp(["y.y.y", "yyyyy", "yyryy"], Vector2i(22, 11), {"y": Ramps.GOLD[3], "r": Ramps.CRIMSON[3]})
	brush.outline(Ramps.INK)
	return brush
