class_name FightPanel
extends Node2D
## The lower part of a fight: the menu of moves, the hero's health, and what is happening above.

var _rows: Array[PixelText] = []
var _hand := PixelText.at(Vector2.ZERO, ">")
var _health := HealthBar.new()
var _numbers := PixelText.at(Vector2(250, 212), "")
var _said := PixelText.at(Vector2(0, 7), "")


func _init(moves: Array[Move]) -> void:
	add_child(FrameBox.new(Rect2(4, 182, 132, 54)))
	add_child(FrameBox.new(Rect2(140, 182, 176, 54)))
	for i: int in moves.size():
		var row := PixelText.at(Vector2(22 + (i / 2) * 58, 194 + (i % 2) * 18), moves[i].title)
		add_child(row)
		_rows.append(row)
	_hand.color = Ramps.GOLD[3]
	add_child(_hand)
	var portrait := Sprite2D.new()
	portrait.texture = Portraits.draw(Hero.look(), Ramps.of("2b3f78 3b5aa0 5278c2"), false, false)
	portrait.centered = false
	portrait.region_enabled = true
	portrait.region_rect = Rect2(7, 7, 42, 42)
	portrait.position = Vector2(146, 188)
	add_child(portrait)
	var called := PixelText.at(Vector2(196, 193), Hero.TITLE)
	called.color = Ramps.GOLD[3]
	add_child(called)
	_health.width = 106
	_health.position = Vector2(198, 223)
	add_child(_health)
	_numbers.position = Vector2(196, 207)
	add_child(_numbers)
	add_child(_said)


## Shows what is happening.
func say(words: String) -> void:
	_said.text = words
	_said.position.x = roundi((320 - Glyphs.width_of(words)) / 2.0)
	queue_redraw()


## Shows the hero's health and where the menu points.
func show_state(hero: Fighter, choice: int, is_choosing: bool) -> void:
	_health.share = float(hero.health) / hero.most
	_numbers.text = "HP %d / %d" % [hero.health, hero.most]
	_hand.visible = is_choosing
	_hand.position = _rows[choice].position - Vector2(10, 0)
	for i: int in _rows.size():
		_rows[i].color = Color("fff8e4") if i == choice or not is_choosing else Color("b8b0d0")


func _draw() -> void:
	var half: int = Glyphs.width_of(_said.text) / 2 + 14
	draw_rect(Rect2(160 - half, 2, half * 2, 18), Color(0.06, 0.04, 0.16, 0.78))
	draw_rect(Rect2(160 - half, 2, half * 2, 1), Ramps.GOLD[2])
	draw_rect(Rect2(160 - half, 19, half * 2, 1), Ramps.GOLD[2])
