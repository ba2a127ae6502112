@abstract
class_name GameScene
extends Node2D
## What is being played just now: a walk, a talk or a fight in an area.

## Where it happens.
var area: Area
## Who decides what is done.
var controls: Controls = Controls.new()
## Decides everything that is left to chance.
var dice: RandomNumberGenerator
## What lies over the picture and stands still.
var overlay := CanvasLayer.new()


## Name of the scene kind in the scene log.
@abstract
func kind() -> String


func _init(place: Area, luck: RandomNumberGenerator) -> void:
	area = place
	dice = luck
	add_child(overlay)
