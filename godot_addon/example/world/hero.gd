class_name Hero
extends RefCounted
## The hero of the game.

## What others call the hero.
const TITLE := "Wren"


## How the hero looks.
static func look() -> Look:
	return Look.new("b5582c f7cda4 3b6fc4 5a4a6a f0c040")


## Lets the hero carry a lantern where it is dark.
static func light_up(map: AreaMap, hero: Walker) -> void:
	if map.area.light.v < 0.8:
		map.shine(Vector2.ZERO, Color("e8b878"), 2.2).reparent(hero, false)
