class_name GroundStyle
extends RefCounted
## The colours of one area's ground.

## The ground itself.
var base: Array[Color]
## Blades or pebbles that are scattered on it.
var scatter: Array[Color]
## What people walk on.
var path: Array[Color]
## Water, or whatever fills the hollows.
var pool: Array[Color]
## Rocks that nobody passes.
var wall: Array[Color]
## Whether the base shows blades of grass (or else pebbles).
var grassy: bool


func _init(colors: Array[Array], with_grass: bool) -> void:
	base.assign(colors[0])
	scatter.assign(colors[1])
	path.assign(colors[2])
	pool.assign(colors[3])
	wall.assign(colors[4])
	grassy = with_grass
