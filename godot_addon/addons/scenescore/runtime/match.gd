@tool
class_name ScenescoreMatch
extends RefCounted
## One piece of the library that fits the game's picture.
##
## [signal Scenescore.match_updated] gives a list of them, best first:
## [codeblock]
## func _on_match_updated(matches: Array[ScenescoreMatch]) -> void:
##     if not matches.is_empty():
##         $NowFitting.text = "%s by %s" % [matches[0].title, matches[0].artist]
## [/codeblock]

## The fields of a match.
const FIELDS: Array[StringName] = [
	&"rank", &"track", &"title", &"artist", &"license", &"url", &"file", &"distance", &"score", &"fit",
]

## 1 for the best match.
var rank: int = 0
## The piece's id, [code]tracks/ID[/code].
var track: String = ""
## Its title.
var title: String = ""
## Who made it; empty where unknown.
var artist: String = ""
## Its licence, such as [code]CC BY 4.0[/code]; empty where unknown.
var license: String = ""
## Where it comes from; empty where unknown.
var url: String = ""
## Its file on the machine where the daemon runs.
var file: String = ""
## The distance between the piece and the music that the scene asks for, 0 or more; lower is closer.
var distance: float = 0.0
## The score by which matches are ranked; lower is better.
var score: float = 0.0
## How well it fits, 0 to 1; higher is better. 0: no closer than two pieces of the library usually are to each other.
var fit: float = 0.0


## Creates a match from a [code]scenescore.v1.Match[/code] message.
static func from_proto(message: RefCounted) -> ScenescoreMatch:
	var result := ScenescoreMatch.new()
	for field: StringName in FIELDS:
		result.set(field, message.get(field))
	return result


## Creates a match from the result of [method to_dictionary]; missing fields keep their defaults.
static func from_dictionary(values: Dictionary) -> ScenescoreMatch:
	var result := ScenescoreMatch.new()
	for field: StringName in FIELDS:
		# A dictionary treats String and StringName keys as equal.
		if values.has(field) and _has_compatible_type(values[field], result.get(field)):
			result.set(field, values[field])
	return result


## Returns the fields by name, in a form that a debugger message can carry.
func to_dictionary() -> Dictionary:
	var values: Dictionary = {}
	for field: StringName in FIELDS:
		values[String(field)] = get(field)
	return values


func _to_string() -> String:
	return "%d. %s (distance %.4f)" % [rank, title if title else track, distance]


# Integers and floats may replace each other; no other types may, so that a wrong value isn't converted.
static func _has_compatible_type(value: Variant, current: Variant) -> bool:
	var numbers: Array[int] = [TYPE_INT, TYPE_FLOAT]
	return typeof(value) == typeof(current) or (typeof(value) in numbers and typeof(current) in numbers)
