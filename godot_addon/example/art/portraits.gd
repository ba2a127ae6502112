class_name Portraits
extends RefCounted
## Draws the faces that are shown beside what people say.

## Width and height of a portrait in pixels.
const SIZE := 56


## Draws a face; [param mouth_open] and [param blinking] make it alive.
static func draw(look: Look, backdrop: Array[Color], mouth_open: bool, blinking: bool) -> ImageTexture:
	var brush := Brush.new(SIZE, SIZE)
	brush.gradient(Rect2i(0, 0, SIZE, SIZE), backdrop)
	var figure := Brush.new(SIZE, SIZE)
	_body(figure, look)
	_head(figure, look)
	_face(figure, look, mouth_open, blinking)
	_hat(figure, look)
	figure.outline(Ramps.INK if not look.ghostly else Ramps.GHOST[1])
	brush.paste(figure, Vector2i(0, 1))
	return brush.texture()


static func _body(brush: Brush, look: Look) -> void:
	if look.hair_cut == Look.Hair.LONG:
		brush.ball(Vector2(28, 32), Vector2(19, 20), Look.ramp(look.hair.darkened(0.25)))
	brush.ball(Vector2(28, 58), Vector2(23, 15), Look.ramp(look.clothes))
	brush.rect(23, 38, 10, 9, look.skin.darkened(0.25))
	brush.polygon(PackedVector2Array([Vector2(20, 44), Vector2(36, 44), Vector2(28, 54)]), Look.ramp(look.accent))


static func _head(brush: Brush, look: Look) -> void:
	var skin: Array[Color] = Look.ramp(look.skin)
	brush.ball(Vector2(13, 29), Vector2(3, 4), skin)
	brush.ball(Vector2(43, 29), Vector2(3, 4), skin)
	brush.ball(Vector2(28, 27), Vector2(14.5, 16), [skin[1], skin[2], skin[2], skin[2], skin[3]])
	if look.bearded:
		brush.ball(Vector2(28, 39), Vector2(12, 9), Look.ramp(look.hair))
		brush.ellipse(Vector2(28, 32), Vector2(9, 6), look.skin)
	if look.hair_cut == Look.Hair.BALD:
		return
	var hair: Array[Color] = Look.ramp(look.hair)
	brush.ball(Vector2(28, 15), Vector2(16, 10), hair)
	brush.ball(Vector2(18, 19), Vector2(7, 7), hair)
	brush.ball(Vector2(37, 19), Vector2(7, 6), hair)
	brush.polygon(PackedVector2Array([Vector2(24, 18), Vector2(34, 18), Vector2(29, 25)]), hair)
	if look.hair_cut == Look.Hair.LONG:
		brush.ball(Vector2(13, 30), Vector2(4, 14), hair)
		brush.ball(Vector2(43, 30), Vector2(4, 14), hair)


static func _face(brush: Brush, look: Look, mouth_open: bool, blinking: bool) -> void:
	for x: int in [19, 32]:
		if blinking:
			brush.rect(x, 29, 6, 1, Ramps.INK)
			continue
		brush.rect(x, 26, 6, 6, Color.WHITE if not look.ghostly else Ramps.GHOST[4])
		brush.rect(x, 25, 6, 1, Ramps.INK)
		brush.rect(x + 2, 26, 3, 6, look.trousers.darkened(0.2) if not look.ghostly else Ramps.GHOST[0])
		brush.rect(x + 3, 28, 2, 3, Ramps.INK)
		brush.dot(x + 2, 27, Color.WHITE)
		brush.line(Vector2i(x, 22), Vector2i(x + 5, 22 if x < 28 else 21), look.hair.darkened(0.4))
	brush.rect(27, 32, 2, 2, look.skin.darkened(0.25))
	if not look.ghostly:
		for x: int in [17, 35]:
			brush.rect(x, 33, 4, 2, look.skin.lerp(Color("ff6a6a"), 0.35))
	else:
		brush.rect(20, 33, 2, 5, Ramps.CRYSTAL[3])
		brush.rect(35, 33, 2, 7, Ramps.CRYSTAL[3])
	if mouth_open:
		brush.ellipse(Vector2(28, 38), Vector2(3.5, 2.5), Color("6d1d2c"))
		brush.rect(27, 39, 3, 1, Color("e8716d"))
	else:
		brush.rect(25, 37, 6, 1, Color("8a3a36"))


static func _hat(brush: Brush, look: Look) -> void:
	var ramp: Array[Color] = Look.ramp(look.accent)
	match look.hat:
		Look.Hat.STRAW:
			brush.ball(Vector2(28, 11), Vector2(14, 10), ramp)
			brush.rect(14, 13, 28, 3, ramp[0])
			brush.ball(Vector2(28, 17), Vector2(25, 4), ramp)
		Look.Hat.HOOD:
			brush.ball(Vector2(28, 14), Vector2(20, 12), ramp)
			brush.ball(Vector2(11, 29), Vector2(5, 16), ramp)
			brush.ball(Vector2(45, 29), Vector2(5, 16), ramp)
		Look.Hat.CROWN:
			brush.polygon(PackedVector2Array([Vector2(13, 3), Vector2(20, 9), Vector2(28, 1), Vector2(36, 9), Vector2(43, 3), Vector2(41, 16), Vector2(15, 16)]), Ramps.GOLD)
			for x: int in [19, 27, 35]:
				brush.rect(x, 11, 3, 3, Ramps.CRIMSON[3])
		Look.Hat.BOW:
			brush.ball(Vector2(37, 7), Vector2(5, 4), ramp)
			brush.ball(Vector2(47, 9), Vector2(5, 4), ramp)
			brush.ellipse(Vector2(42, 8), Vector2(2, 2), ramp[0])
