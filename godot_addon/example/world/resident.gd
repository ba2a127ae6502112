class_name Resident
extends RefCounted
## Somebody who lives in an area and has something to say.

## What others call this person.
var title: String
## How the person looks.
var look: Look
## Where on the map the person stands at first.
var tile: Vector2i
## What can be talked about. Each line begins with [code]>[/code] when the hero says it.
var talks: Array[PackedStringArray]


func _init(called: String, looks: Look, at: Vector2i, says: Array[PackedStringArray]) -> void:
	title = called
	look = looks
	tile = at
	talks = says
