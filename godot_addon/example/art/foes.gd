class_name Foes
extends RefCounted
## Draws the enemies of the fight scenes. Each drawing's foot is its bottom centre.


## Draws the foe of that kind.
static func draw(foe: String) -> ImageTexture:
	var brush: Brush
	match foe:
		"slime": brush = _slime(Ramps.SLIME)
		"mushroom": brush = _mushroom()
		"wolf": brush = _wolf()
		"bat": brush = _bat()
		"skeleton": brush = FoesOfBone.skeleton()
		"golem": brush = FoesOfBone.golem()
		"knight": brush = FoesOfBone.iron_crown()
		_: brush = _slime(Ramps.CRYSTAL)
	brush.outline(Ramps.INK)
	return brush.texture()


static func _eyes(brush: Brush, left: Vector2i, right: Vector2i, size: int, color: Color) -> void:
	for eye: Vector2i in [left, right]:
		brush.rect(eye.x, eye.y, size, size + 1, Color.WHITE)
		brush.rect(eye.x + size / 2, eye.y + size / 3, size - size / 2, size - size / 3 + 1, color)


static func _slime(ramp: Array[Color]) -> Brush:
	var brush := Brush.new(46, 38)
	brush.ball(Vector2(23, 30), Vector2(21, 7), ramp)
	brush.ball(Vector2(23, 22), Vector2(17, 14), ramp)
	brush.ball(Vector2(23, 9), Vector2(6, 6), ramp)
	brush.ball(Vector2(27, 3), Vector2(3, 2), ramp)
	_eyes(brush, Vector2i(14, 18), Vector2i(26, 18), 6, Ramps.INK)
	brush.rect(18, 28, 10, 2, ramp[0])
	brush.rect(20, 30, 6, 2, Color("b5374e"))
	brush.stamp(["ww", "w."], Vector2i(12, 12), {"w": Color.WHITE})
	brush.stamp([".w.", "www", ".w."], Vector2i(33, 24), {"w": ramp[4]})
	return brush


static func _mushroom() -> Brush:
	var brush := Brush.new(48, 46)
	brush.ball(Vector2(15, 42), Vector2(7, 4), Ramps.CREAM)
	brush.ball(Vector2(33, 42), Vector2(7, 4), Ramps.CREAM)
	brush.ball(Vector2(24, 32), Vector2(13, 13), Ramps.CREAM)
	brush.ball(Vector2(24, 16), Vector2(22, 14), Ramps.MUSHROOM)
	brush.ellipse(Vector2(24, 27), Vector2(17, 3), Ramps.MUSHROOM[0])
	for spot: Vector3 in [Vector3(14, 13, 4), Vector3(27, 8, 3), Vector3(35, 17, 4), Vector3(23, 19, 3)]:
		brush.ball(Vector2(spot.x, spot.y), Vector2(spot.z, spot.z * 0.8), [Ramps.CREAM[2], Ramps.CREAM[3]])
	_eyes(brush, Vector2i(17, 30), Vector2i(27, 30), 4, Ramps.INK)
	brush.line(Vector2i(16, 28), Vector2i(20, 30), Ramps.INK)
	brush.line(Vector2i(31, 28), Vector2i(27, 30), Ramps.INK)
	brush.stamp(["mmmmmm", "w.ww.w"], Vector2i(21, 37), {"m": Ramps.CRIMSON[1], "w": Color.WHITE})
	return brush


static func _wolf() -> Brush:
	var brush := Brush.new(62, 44)
	brush.polygon(PackedVector2Array([Vector2(1, 8), Vector2(9, 12), Vector2(18, 22), Vector2(14, 26), Vector2(5, 20)]), Ramps.WOLF)
	for x: int in [15, 22, 38, 45]:
		brush.polygon(PackedVector2Array([Vector2(x, 28), Vector2(x + 6, 28), Vector2(x + 5, 42), Vector2(x - 1, 42)]), Ramps.WOLF.slice(0, 3) if x % 2 == 0 else Ramps.WOLF)
		brush.rect(x - 1, 40, 7, 3, Ramps.WOLF[3])
	brush.ball(Vector2(29, 25), Vector2(17, 9), Ramps.WOLF)
	brush.ball(Vector2(42, 21), Vector2(11, 11), Ramps.WOLF)
	brush.polygon(PackedVector2Array([Vector2(38, 12), Vector2(41, 1), Vector2(46, 10)]), Ramps.WOLF)
	brush.polygon(PackedVector2Array([Vector2(46, 11), Vector2(51, 2), Vector2(53, 13)]), Ramps.WOLF)
	brush.ball(Vector2(47, 16), Vector2(9, 8), Ramps.WOLF)
	brush.polygon(PackedVector2Array([Vector2(50, 14), Vector2(60, 18), Vector2(60, 22), Vector2(50, 24)]), Ramps.WOLF)
	brush.rect(58, 17, 3, 3, Ramps.INK)
	brush.rect(48, 13, 4, 2, Ramps.EMBER[3])
	brush.dot(51, 13, Ramps.CRIMSON[3])
	brush.stamp(["mmmmmmmm", "w.w..w.w"], Vector2i(50, 22), {"m": Ramps.CRIMSON[1], "w": Color.WHITE})
	for x: int in range(16, 44, 3):
		brush.line(Vector2i(x, 17 + x % 2), Vector2i(x - 2, 20), Ramps.WOLF[4])
	brush.image.flip_x()
	return brush


static func _bat() -> Brush:
	var brush := Brush.new(64, 40)
	var wing := PackedVector2Array([Vector2(29, 16), Vector2(17, 3), Vector2(3, 1), Vector2(1, 20), Vector2(8, 17), Vector2(11, 27), Vector2(18, 22), Vector2(22, 31), Vector2(30, 26)])
	brush.polygon(wing, Ramps.BAT)
	for tip: Vector2i in [Vector2i(2, 19), Vector2i(11, 26), Vector2i(21, 29)]:
		brush.line(Vector2i(17, 4), tip, Ramps.BAT[0])
	var other := Brush.new(64, 40)
	other.image.blit_rect(brush.image, Rect2i(0, 0, 64, 40), Vector2i.ZERO)
	other.image.flip_x()
	brush.paste(other, Vector2i.ZERO)
	brush.polygon(PackedVector2Array([Vector2(24, 12), Vector2(24, 1), Vector2(31, 9)]), Ramps.BAT)
	brush.polygon(PackedVector2Array([Vector2(33, 9), Vector2(40, 1), Vector2(40, 12)]), Ramps.BAT)
	brush.ball(Vector2(32, 20), Vector2(10, 12), Ramps.BAT)
	_eyes(brush, Vector2i(26, 14), Vector2i(34, 14), 4, Ramps.CRIMSON[3])
	brush.stamp(["mmmmmmmm", "mw....wm", ".w....w."], Vector2i(28, 22), {"m": Ramps.CRIMSON[0], "w": Color.WHITE})
	brush.stamp(["f.f...f.f"], Vector2i(28, 33), {"f": Ramps.BAT[4]})
	return brush
