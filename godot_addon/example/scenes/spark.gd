class_name Spark
extends Node2D
## The flash of an attack: a slash, fire, ice, claws or a healing glow, and the number it costs.

## How long it is seen.
const LASTS_S := 0.9

var _effect: String
var _number: PixelText
var _age: float = 0.0


func _init(effect: String, at: Vector2, amount: int) -> void:
	_effect = effect
	position = at.round()
	var words: String = str(absi(amount))
	_number = PixelText.at(Vector2(-Glyphs.width_of(words) / 2, -10), words)
	_number.color = Color("9dff8a") if amount < 0 else Color("fff6c0")
	add_child(_number)


func _process(delta: float) -> void:
	_age += delta
	_number.position.y = -10 - roundf(sin(minf(_age / 0.5, 1.0) * PI * 0.5) * 18.0)
	if _age > LASTS_S:
		queue_free()
	queue_redraw()


func _draw() -> void:
	var grown: float = clampf(_age / 0.4, 0.0, 1.0)
	if _age > 0.55:
		return
	match _effect:
		"slash": _draw_cut(Vector2(-26, -22), Vector2(26, 20), grown, [Color.WHITE, Ramps.GOLD[3]])
		"claw":
			for i: int in 3:
				_draw_cut(Vector2(-14 + i * 10, -20), Vector2(-4 + i * 10, 18), grown, [Color.WHITE, Ramps.CRIMSON[3]])
		"fire": _draw_burst(grown, Ramps.EMBER, 0.0)
		"ice": _draw_burst(grown, Ramps.CRYSTAL, 0.4)
		"heal": _draw_rise(grown)


func _draw_cut(from: Vector2, to: Vector2, grown: float, colors: Array[Color]) -> void:
	if grown < 0.1:
		return
	var head: Vector2 = from.lerp(to, grown)
	var tail: Vector2 = from.lerp(to, maxf(grown - 0.6, 0.0))
	var side: Vector2 = (to - from).orthogonal().normalized() * 4.0
	draw_colored_polygon([tail, (tail + head) / 2 + side, head + Vector2(0.1, 0), (tail + head) / 2 - side], colors[1])
	draw_line(tail, head, colors[0], 2.0)


func _draw_burst(grown: float, ramp: Array[Color], spin: float) -> void:
	for i: int in 14:
		var angle: float = i * TAU / 14 + spin * grown * 3.0
		var far: float = grown * (16 + (i % 3) * 8)
		var at: Vector2 = (Vector2.from_angle(angle) * far * Vector2(1, 0.8)).round() + Vector2(0, -10 * grown * (i % 2))
		var big: float = roundf((1.0 - grown) * 8) + 2
		draw_rect(Rect2(at - Vector2.ONE * big / 2, Vector2.ONE * big), ramp[1 + i % 4])
	draw_circle(Vector2.ZERO, (1.0 - grown) * 18, ramp[4])
	draw_circle(Vector2.ZERO, (1.0 - grown) * 12, Color.WHITE)


func _draw_rise(grown: float) -> void:
	for i: int in 10:
		var at := Vector2(sin(i * 2.4) * 16, 20 - grown * (30 + i * 3)).round()
		draw_rect(Rect2(at.x - 1, at.y - 3, 2, 6), Ramps.SLIME[4])
		draw_rect(Rect2(at.x - 3, at.y - 1, 6, 2), Ramps.SLIME[3])
