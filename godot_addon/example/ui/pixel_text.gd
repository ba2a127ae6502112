class_name PixelText
extends Node2D
## Writes text in the game's own pixel font, wrapped to a width and shown up to a number of letters.

## What is written.
var text: String = "":
	set(value):
		text = value
		_break_lines()
## Pixels after which a line is broken; 0 for never.
var width: int = 0:
	set(value):
		width = value
		_break_lines()
## How many letters are shown; below 0 for all.
var shown: int = -1:
	set(value):
		shown = value
		queue_redraw()
## The letters' colour.
var color: Color = Color("fff8e4"):
	set(value):
		color = value
		queue_redraw()
## The colour of the shadow under the letters.
var shadow: Color = Color(0.1, 0.07, 0.2, 0.8)

var _lines: PackedStringArray = []


## A text at a place.
static func at(place: Vector2, words: String, wrap_at: int = 0) -> PixelText:
	var label := PixelText.new()
	label.position = place
	label.width = wrap_at
	label.text = words
	return label


func _break_lines() -> void:
	_lines = [""]
	for word: String in text.split(" "):
		var longer: String = word if _lines[-1].is_empty() else _lines[-1] + " " + word
		if width > 0 and Glyphs.width_of(longer) > width and not _lines[-1].is_empty():
			_lines.append(word)
		else:
			_lines[-1] = longer
	queue_redraw()


func _draw() -> void:
	var left: int = shown if shown >= 0 else text.length()
	for row: int in _lines.size():
		var x: int = 0
		for letter: String in _lines[row]:
			if left <= 0:
				return
			left -= 1
			var place: Rect2i = Glyphs.place_of(letter)
			if place.size.y > 0:
				var spot := Vector2(x, row * Glyphs.LINE_HEIGHT)
				draw_texture_rect_region(Glyphs.atlas(), Rect2(spot + Vector2.ONE, place.size), place, shadow)
				draw_texture_rect_region(Glyphs.atlas(), Rect2(spot, place.size), place, color)
			x += place.size.x + 1
		left -= 1
