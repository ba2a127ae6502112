class_name Look
extends RefCounted
## How a person looks: colours of hair, skin and clothes, and what is worn on the head.

## What is worn on the head.
enum Hat { NONE, STRAW, HOOD, CROWN, BOW }
## How the hair falls beside the face of a portrait.
enum Hair { SHORT, LONG, BALD }

var hair: Color
var skin: Color
var clothes: Color
var trousers: Color
var accent: Color
var hat: Hat = Hat.NONE
var hair_cut: Hair = Hair.SHORT
## Whether there is a beard.
var bearded: bool = false
## Whether one sees through this person.
var ghostly: bool = false


func _init(colors: String, on_head: Hat = Hat.NONE, cut: Hair = Hair.SHORT, beard: bool = false) -> void:
	var given: Array[Color] = Ramps.of(colors)
	hair = given[0]
	skin = given[1]
	clothes = given[2]
	trousers = given[3]
	accent = given[4]
	hat = on_head
	hair_cut = cut
	bearded = beard


## The letters that [People]'s drawings use, with their colours.
func key() -> Dictionary[String, Color]:
	return {
		"o": Ramps.INK, "h": hair, "H": hair.darkened(0.3), "s": skin, "S": skin.darkened(0.2),
		"w": Color.WHITE if not ghostly else skin.lightened(0.5), "e": Ramps.INK if not ghostly else Color("2a3f80"),
		"c": clothes, "C": clothes.darkened(0.28), "t": accent, "b": trousers.darkened(0.4),
		"p": trousers, "P": trousers.darkened(0.25), "k": Color("5a3826") if not ghostly else trousers.darkened(0.2),
		"a": accent, "A": accent.darkened(0.25),
	}


## A ramp around one of the look's colours, dark to light.
static func ramp(color: Color) -> Array[Color]:
	var warm := Color(1.0, 0.95, 0.8)
	return [color.darkened(0.45), color.darkened(0.22), color, color.lerp(warm, 0.3)]
