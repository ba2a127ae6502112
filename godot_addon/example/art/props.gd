class_name Props
extends RefCounted
## Draws what stands on the maps: trees, houses, wells, crystals. Each drawing's foot is its bottom centre.


## Draws the prop of that name.
static func draw(prop: String) -> Brush:
	match prop:
		"oak": return _tree(Ramps.LEAF)
		"autumn": return _tree(Ramps.AUTUMN)
		"bush": return _bush()
		"flowers": return _flowers()
		"sign": return _sign()
		"log": return _log()
		"stone": return _rock(Ramps.STONE)
	return PropsOfTown.draw(prop) if PropsOfTown.knows(prop) else PropsOfCave.draw(prop)


## Draws the shadow that lies under a prop of that width.
static func shadow(width: int) -> Brush:
	var brush := Brush.new(width, maxi(width / 4, 4))
	brush.ellipse(Vector2(width / 2.0, brush.image.get_height() / 2.0), Vector2(width / 2.0, brush.image.get_height() / 2.0), Color(0.08, 0.05, 0.2, 0.35))
	return brush


static func _tree(leaves: Array[Color]) -> Brush:
	var brush := Brush.new(36, 46)
	brush.polygon(PackedVector2Array([Vector2(14, 28), Vector2(22, 28), Vector2(23, 42), Vector2(26, 45), Vector2(10, 45), Vector2(13, 42)]), Ramps.BARK)
	brush.ball(Vector2(10, 25), Vector2(9, 8), leaves)
	brush.ball(Vector2(26, 25), Vector2(9, 8), leaves)
	brush.ball(Vector2(18, 28), Vector2(10, 7), leaves)
	brush.ball(Vector2(18, 14), Vector2(13, 12), leaves)
	brush.ball(Vector2(13, 19), Vector2(7, 6), leaves)
	var dice := RandomNumberGenerator.new()
	dice.seed = 3
	for i: int in 26:
		var at := Vector2i(dice.randi_range(5, 28), dice.randi_range(5, 30))
		if brush.image.get_pixelv(at).a > 0.5 and at.y < 28:
			brush.stamp(["ll.", ".ld"], at, {"l": leaves[4], "d": leaves[1]})
	brush.outline(leaves[0].darkened(0.45))
	return brush


static func _bush() -> Brush:
	var brush := Brush.new(18, 14)
	brush.ball(Vector2(5, 9), Vector2(4, 4), Ramps.LEAF)
	brush.ball(Vector2(13, 9), Vector2(4, 4), Ramps.LEAF)
	brush.ball(Vector2(9, 7), Vector2(6, 6), Ramps.LEAF)
	for spot: Vector2i in [Vector2i(6, 5), Vector2i(11, 8), Vector2i(4, 9), Vector2i(13, 5)]:
		brush.stamp(["rp", "Rr"], spot, {"r": Ramps.CRIMSON[3], "p": Color("ffb3b3"), "R": Ramps.CRIMSON[2]})
	brush.outline(Ramps.LEAF[0].darkened(0.4))
	return brush


static func _flowers() -> Brush:
	var brush := Brush.new(16, 12)
	var petals: Array[Color] = Ramps.of("ff7d9c ffd75e ffffff b98cff")
	for i: int in 4:
		var at := Vector2i(1 + i * 4, 1 + (i * 5) % 6)
		brush.stamp([".p.", "pyp", ".p.", ".g.", "gg."], at, {"p": petals[i], "y": Ramps.EMBER[3] if i != 1 else Ramps.EMBER[2], "g": Ramps.LEAF[1]})
	return brush


static func _sign() -> Brush:
	var brush := Brush.new(16, 18)
	brush.rect(7, 8, 3, 9, Ramps.WOOD[1])
	brush.polygon(PackedVector2Array([Vector2(1, 2), Vector2(15, 2), Vector2(15, 10), Vector2(1, 10)]), Ramps.WOOD)
	for y: int in [4, 7]:
		brush.line(Vector2i(3, y), Vector2i(11, y), Ramps.WOOD[0])
	brush.outline(Ramps.INK)
	return brush


static func _log() -> Brush:
	var brush := Brush.new(26, 14)
	brush.polygon(PackedVector2Array([Vector2(5, 2), Vector2(24, 2), Vector2(25, 12), Vector2(5, 12)]), Ramps.of("3d2620 5c3a29 7f5536"))
	brush.ball(Vector2(6, 7), Vector2(4.5, 5.5), Ramps.of("a27446 d2a56a"))
	brush.ellipse(Vector2(6, 7), Vector2(2, 3), Ramps.BARK[2])
	brush.ball(Vector2(16, 3), Vector2(5, 2), Ramps.LEAF)
	brush.outline(Ramps.INK)
	return brush


static func _rock(ramp: Array[Color]) -> Brush:
	var brush := Brush.new(20, 16)
	brush.ball(Vector2(8, 10), Vector2(7, 6), ramp)
	brush.ball(Vector2(14, 12), Vector2(5, 4), ramp)
	brush.line(Vector2i(7, 7), Vector2i(9, 10), ramp[0])
	brush.outline(Ramps.INK)
	return brush
