class_name Move
extends RefCounted
## Something that can be done in a fight.

## Name in the menu.
var title: String
## What it looks like (see [Spark]).
var effect: String
## Least and most health that it costs; below zero it heals the one who does it.
var power: Vector2i


func _init(called: String, looks: String, strength: Vector2i) -> void:
	title = called
	effect = looks
	power = strength


## What the hero can do.
static func of_hero() -> Array[Move]:
	return [Move.new("Strike", "slash", Vector2i(9, 14)), Move.new("Flame", "fire", Vector2i(8, 17)), Move.new("Frost", "ice", Vector2i(10, 13)), Move.new("Mend", "heal", Vector2i(-22, -16))]


## What a kind of foe does.
static func of_foe(foe: String) -> Move:
	match foe:
		"slime": return Move.new("Splash", "ice", Vector2i(2, 5))
		"mushroom": return Move.new("Spores", "fire", Vector2i(3, 6))
		"skeleton": return Move.new("Rust", "slash", Vector2i(4, 8))
		"golem": return Move.new("Rockfall", "claw", Vector2i(5, 9))
		"knight": return Move.new("Crown cleave", "slash", Vector2i(6, 11))
		"ice": return Move.new("Chill", "ice", Vector2i(3, 6))
	return Move.new("Bite", "claw", Vector2i(3, 7))


## Health that a kind of foe has.
static func life_of(foe: String) -> int:
	return {"slime": 24, "mushroom": 40, "wolf": 36, "bat": 22, "skeleton": 38, "golem": 66, "knight": 84, "ice": 26}.get(foe, 24)


## Name of a kind of foe.
static func title_of(foe: String) -> String:
	return {"slime": "Clover Slime", "mushroom": "Grumpcap", "wolf": "Dusk Wolf", "bat": "Echo Bat", "skeleton": "Rattler", "golem": "Hum Golem", "knight": "Iron Crown", "ice": "Deep Jelly"}.get(foe, foe)
