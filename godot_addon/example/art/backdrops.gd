class_name Backdrops
extends RefCounted
## Draws what is behind a fight: hills in the sun, the arena at night, the red depth of the cave.

const WIDTH := 320
const HEIGHT := 180
## Where the ground begins.
const HORIZON := 92


## Draws the backdrop of an area.
static func draw(area: String) -> ImageTexture:
	var brush := Brush.new(WIDTH, HEIGHT)
	var dice := RandomNumberGenerator.new()
	dice.seed = 11
	match area:
		"meadow": _meadow(brush, dice)
		"village": _arena(brush, dice)
		_: _cave(brush, dice)
	return brush.texture()


static func _meadow(brush: Brush, dice: RandomNumberGenerator) -> void:
	brush.gradient(Rect2i(0, 0, WIDTH, HORIZON), Ramps.of("3f8fe0 62aef0 8cccf6 b9e6f8 e6f7e8"))
	for cloud: Vector3 in [Vector3(50, 24, 18), Vector3(210, 16, 22), Vector3(285, 40, 14)]:
		for puff: int in 4:
			brush.ball(Vector2(cloud.x + (puff - 1.5) * cloud.z * 0.8, cloud.y + puff % 2 * 3), Vector2(cloud.z * 0.7, cloud.z * 0.42), Ramps.of("c8e2f4 e8f5fc ffffff"))
	_ridge(brush, dice, 70, 14, 0.021, Ramps.of("6fa8c8 7fb8d0"))
	_ridge(brush, dice, 80, 9, 0.035, Ramps.of("4f9a78 5fae80"))
	_floor(brush, Ramps.MEADOW_GRASS)
	for i: int in 12:
		brush.ball(Vector2(dice.randi_range(0, WIDTH), HORIZON - 4), Vector2(dice.randi_range(8, 16), dice.randi_range(7, 14)), Ramps.LEAF)
	for i: int in 130:
		var y: int = dice.randi_range(HORIZON + 6, HEIGHT - 4)
		var at := Vector2i(dice.randi_range(0, WIDTH), y)
		brush.stamp(["a.a", "aba"] if y < 130 else ["a..a.", "ab.ab", ".aab."], at, {"a": Ramps.MEADOW_GRASS[0], "b": Ramps.MEADOW_GRASS[3]})
		if i % 5 == 0:
			brush.stamp([".p.", "pyp", ".p."], at, {"p": [Color("ff7d9c"), Color.WHITE, Color("b98cff")][i % 3], "y": Ramps.EMBER[3]})


static func _arena(brush: Brush, dice: RandomNumberGenerator) -> void:
	brush.gradient(Rect2i(0, 0, WIDTH, HORIZON), Ramps.of("07061c 0d0c2c 15123d 211a52 3a2460"))
	brush.speckle(Rect2i(0, 0, WIDTH, 50), Color("fff4c8"), 46, dice)
	brush.ball(Vector2(258, 22), Vector2(13, 13), Ramps.of("b8b49a e6e0b8 fffbe0"))
	for x: int in range(0, WIDTH, 40):
		brush.rect(x, 44, 40, 50, Color("241d44"))
		brush.rect(x + 4, 38, 14, 6, Color("241d44"))
		brush.rect(x + 24, 38, 14, 6, Color("241d44"))
		brush.ellipse(Vector2(x + 20, 64), Vector2(11, 11), Color("0e0b22"))
		brush.rect(x + 9, 64, 22, 14, Color("0e0b22"))
	for i: int in 120:
		var at := Vector2(dice.randi_range(0, WIDTH), dice.randi_range(68, 80))
		var coat: Color = [Color("4a2f5e"), Color("5e3550"), Color("33406e"), Color("6a4a3a")][i % 4]
		brush.ball(at + Vector2(0, 4), Vector2(4, 4), [coat.darkened(0.4), coat])
		brush.ball(at, Vector2(2, 2.4), [Color("7a4a4a"), Color("a06a58")])
	for y: int in range(82, HORIZON + 4):
		brush.rect(0, y, WIDTH, 1, Ramps.STONE[0 if y % 4 == 0 else 1])
	_floor(brush, Ramps.of("3d2638 4a2e40 5c3a48 6e4850"))
	for ring: int in 2:
		for step: int in 300:
			var angle: float = step * TAU / 300
			brush.dot(160 + int(cos(angle) * (130 - ring * 8)), 140 + int(sin(angle) * (34 - ring * 3)), Ramps.GOLD[1])
	for x: int in [22, 118, 202, 298]:
		brush.glow(Vector2i(x, 78), 26, Ramps.EMBER[2])
		brush.paste(PropsOfCave.draw("torch"), Vector2i(x - 6, 72))
	for x: int in [66, 246]:
		brush.polygon(PackedVector2Array([Vector2(x, 46), Vector2(x + 16, 46), Vector2(x + 16, 74), Vector2(x + 8, 68), Vector2(x, 74)]), Ramps.CRIMSON)
		brush.stamp(["y.y.y", "yyyyy", "yyyyy"], Vector2i(x + 5, 53), {"y": Ramps.GOLD[3]})


static func _cave(brush: Brush, dice: RandomNumberGenerator) -> void:
	brush.gradient(Rect2i(0, 0, WIDTH, HORIZON + 8), Ramps.of("140614 260a1e 400f26 641730 8c2434"))
	brush.ball(Vector2(160, 52), Vector2(30, 30), Ramps.of("8c1f2c b52f34 dc5040 f58a58"))
	for i: int in 22:
		var x: float = i * 16.0 + dice.randf_range(-5, 5)
		var long: float = dice.randf_range(14, 52) * (0.5 + absf(x - 160) / 200.0)
		brush.polygon(PackedVector2Array([Vector2(x - 8, -1), Vector2(x + 10, -1), Vector2(x + 1, long)]), Ramps.of("0c0410 180a1c 2a1228"))
	for i: int in 16:
		var x: float = i * 22.0 + dice.randf_range(-6, 6)
		var tall: float = dice.randf_range(10, 34) * (0.4 + absf(x - 160) / 180.0)
		brush.polygon(PackedVector2Array([Vector2(x - 12, HORIZON + 3), Vector2(x + 12, HORIZON + 3), Vector2(x, HORIZON - tall)]), Ramps.of("12060f 210c1c 35142a"))
	_floor(brush, Ramps.of("1c0c22 2a1230 3a1a3c 4c2448"))
	for i: int in 60:
		var at := Vector2i(dice.randi_range(0, WIDTH), dice.randi_range(HORIZON + 8, HEIGHT - 4))
		brush.stamp([".bb.", "abba", ".aa."], at, {"a": Color("160818"), "b": Color("5a2c50")})
	for x: int in [20, 62, 250, 292]:
		brush.paste(PropsOfCave.draw("amethyst" if x % 4 == 0 else "crystal"), Vector2i(x - 12, HORIZON - 14 + x % 9))


static func _ridge(brush: Brush, dice: RandomNumberGenerator, base: int, tall: int, wide: float, ramp: Array[Color]) -> void:
	var phase: float = dice.randf_range(0, TAU)
	for x: int in WIDTH:
		var top: int = base - int(tall * (0.5 + 0.5 * sin(x * wide + phase)) + tall * 0.4 * sin(x * wide * 2.7 + phase))
		for y: int in range(top, HORIZON):
			brush.dot(x, y, ramp[0] if y > top + 1 else ramp[1])


static func _floor(brush: Brush, ramp: Array[Color]) -> void:
	for y: int in range(HORIZON, HEIGHT):
		var near: float = float(y - HORIZON) / (HEIGHT - HORIZON)
		for x: int in WIDTH:
			var band: float = sin(x * 0.05 / (0.3 + near) + y * 0.6) * 0.12
			brush.dot(x, y, Brush.shade(ramp, 0.25 + near * 0.5 + band, x, y))
