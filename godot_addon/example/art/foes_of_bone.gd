class_name FoesOfBone
extends RefCounted
## Draws the heavy enemies: the skeleton, the golem and the duellist with the iron crown.


## A skeleton with a rusty sword.
static func skeleton() -> Brush:
	var brush := Brush.new(50, 62)
	brush.polygon(PackedVector2Array([Vector2(3, 12), Vector2(6, 9), Vector2(16, 34), Vector2(12, 37)]), Ramps.STEEL)
	brush.polygon(PackedVector2Array([Vector2(9, 39), Vector2(18, 32), Vector2(20, 35), Vector2(11, 42)]), Ramps.WOOD)
	for limb: Array in [[Vector2i(22, 30), Vector2i(14, 37)], [Vector2i(33, 30), Vector2i(40, 40)], [Vector2i(24, 44), Vector2i(20, 59)], [Vector2i(30, 44), Vector2i(34, 59)]]:
		for thick: int in 3:
			brush.line(limb[0] + Vector2i(thick, 0), limb[1] + Vector2i(thick, 0), Ramps.BONE[3 - thick])
	brush.ball(Vector2(40, 42), Vector2(3, 3), Ramps.BONE)
	for x: int in [19, 34]:
		brush.rect(x, 58, 7, 3, Ramps.BONE[2])
	brush.rect(27, 24, 3, 20, Ramps.BONE[2])
	for row: int in 4:
		brush.rect(21, 27 + row * 4, 15, 2, Ramps.BONE[3])
		brush.rect(31, 27 + row * 4, 5, 2, Ramps.BONE[1])
	brush.rect(22, 43, 13, 3, Ramps.BONE[2])
	brush.ball(Vector2(28, 12), Vector2(11, 11), Ramps.BONE)
	brush.rect(22, 20, 12, 5, Ramps.BONE[3])
	for x: int in [20, 29]:
		brush.ellipse(Vector2(x + 3, 13), Vector2(3, 3.5), Ramps.INK)
		brush.rect(x + 2, 12, 2, 2, Ramps.EMBER[2])
	brush.rect(27, 17, 2, 3, Ramps.INK)
	for x: int in range(22, 34, 3):
		brush.rect(x, 21, 1, 4, Ramps.BONE[0])
	return brush


## A golem of rock with crystals on its shoulders.
static func golem() -> Brush:
	var brush := Brush.new(72, 66)
	brush.ball(Vector2(24, 57), Vector2(9, 9), Ramps.STONE)
	brush.ball(Vector2(48, 57), Vector2(9, 9), Ramps.STONE)
	brush.ball(Vector2(36, 38), Vector2(20, 18), Ramps.STONE)
	for x: int in [10, 62]:
		brush.ball(Vector2(x, 34), Vector2(8, 10), Ramps.STONE)
		brush.ball(Vector2(x, 50), Vector2(9, 9), Ramps.STONE)
	for foot: Vector2 in [Vector2(14, 25), Vector2(20, 22), Vector2(54, 23), Vector2(60, 26)]:
		PropsOfCave.shard(brush, foot, 5, 13 + int(foot.x) % 7, (foot.x - 36) / 8, Ramps.AMETHYST)
	brush.ball(Vector2(36, 20), Vector2(12, 10), Ramps.STONE)
	brush.rect(27, 17, 18, 2, Ramps.STONE[0])
	brush.rect(29, 19, 4, 3, Ramps.AMETHYST[4])
	brush.rect(39, 19, 4, 3, Ramps.AMETHYST[4])
	brush.rect(32, 25, 9, 2, Ramps.STONE[0])
	for crack: Array in [[Vector2i(30, 36), Vector2i(36, 42)], [Vector2i(36, 42), Vector2i(33, 50)], [Vector2i(44, 32), Vector2i(48, 40)]]:
		brush.line(crack[0], crack[1], Ramps.AMETHYST[3])
	return brush


## The champion of the arena, in plate armour, with cape, great sword and iron crown.
static func iron_crown() -> Brush:
	var brush := Brush.new(84, 92)
	brush.polygon(PackedVector2Array([Vector2(34, 28), Vector2(60, 26), Vector2(80, 78), Vector2(72, 90), Vector2(62, 80), Vector2(50, 90), Vector2(36, 70)]), Ramps.CRIMSON)
	brush.polygon(PackedVector2Array([Vector2(4, 4), Vector2(9, 2), Vector2(24, 48), Vector2(19, 51)]), Ramps.STEEL)
	brush.line(Vector2i(7, 5), Vector2i(21, 48), Ramps.STEEL[4])
	brush.polygon(PackedVector2Array([Vector2(12, 52), Vector2(29, 46), Vector2(30, 50), Vector2(14, 56)]), Ramps.GOLD)
	brush.polygon(PackedVector2Array([Vector2(21, 51), Vector2(25, 50), Vector2(29, 60), Vector2(25, 62)]), Ramps.WOOD)
	for x: int in [35, 50]:
		brush.polygon(PackedVector2Array([Vector2(x, 62), Vector2(x + 11, 62), Vector2(x + 11, 86), Vector2(x - 2, 86)]), Ramps.STEEL)
		brush.ball(Vector2(x + 5, 72), Vector2(6, 5), Ramps.STEEL)
		brush.rect(x - 4, 85, 16, 5, Ramps.STEEL[2])
	brush.ball(Vector2(48, 50), Vector2(18, 18), Ramps.STEEL)
	brush.polygon(PackedVector2Array([Vector2(40, 38), Vector2(54, 38), Vector2(51, 62), Vector2(43, 62)]), Ramps.CRIMSON)
	brush.stamp(["y.y.y", "yyyyy", "yyyyy"], Vector2i(45, 45), {"y": Ramps.GOLD[3]})
	brush.rect(32, 62, 32, 4, Ramps.GOLD[1])
	brush.ball(Vector2(30, 54), Vector2(6, 7), Ramps.STEEL)
	brush.ball(Vector2(27, 57), Vector2(4, 4), Ramps.GOLD)
	for x: int in [31, 65]:
		brush.ball(Vector2(x, 37), Vector2(9, 8), Ramps.STEEL)
		brush.rect(x - 7, 42, 14, 2, Ramps.GOLD[2])
	brush.ball(Vector2(48, 23), Vector2(11, 13), Ramps.STEEL)
	brush.rect(39, 21, 17, 4, Ramps.INK)
	brush.rect(41, 22, 4, 2, Ramps.EMBER[3])
	brush.rect(50, 22, 4, 2, Ramps.EMBER[3])
	brush.rect(47, 25, 2, 9, Ramps.INK)
	brush.polygon(PackedVector2Array([Vector2(36, 3), Vector2(42, 9), Vector2(48, 1), Vector2(54, 9), Vector2(60, 3), Vector2(58, 15), Vector2(38, 15)]), Ramps.STEEL)
	for x: int in [41, 47, 53]:
		brush.rect(x, 11, 3, 3, Ramps.CRIMSON[3])
	return brush
