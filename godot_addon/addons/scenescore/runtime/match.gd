@tool
class_name ScenescoreMatch
extends RefCounted
## One piece of the library that fits what the game shows, as Scenescore found it.
##
## [signal Scenescore.match_updated] gives a list of them, best first:
## [codeblock]
## func _on_match_updated(matches: Array[ScenescoreMatch]) -> void:
##     if not matches.is_empty():
##         $NowFitting.text = "%s by %s" % [matches[0].title, matches[0].artist]
## [/codeblock]

const FIELDS: Array[StringName] = [
	&"rank", &"track", &"title", &"artist", &"license", &"url", &"file", &"distance", &"score",
]

## 1 for the best match.
var rank: int = 0
## Which piece, as [code]tracks/ID[/code].
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
## How far its sound is from the music that the scene asks for, 0 or more; lower is closer.
var distance: float = 0.0
## What the matches are ranked by; lower is better.
var score: float = 0.0


## Reads a [code]scenescore.v1.Match[/code] message.
static func from_proto(message: RefCounted) -> ScenescoreMatch:
	var result := ScenescoreMatch.new()
	for field: StringName in FIELDS:
		result.set(field, message.get(field))
	return result


## Reads what [method to_dictionary] wrote; what is missing keeps its default.
static func from_dictionary(values: Dictionary) -> ScenescoreMatch:
	var result := ScenescoreMatch.new()
	for field: StringName in FIELDS:
		# The keys may be String or StringName: dictionaries find either by the other.
		if values.has(field) and _fits(values[field], result.get(field)):
			result.set(field, values[field])
	return result


## Returns the fields by name, such as a debugger message can carry.
func to_dictionary() -> Dictionary:
	var values: Dictionary = {}
	for field: StringName in FIELDS:
		values[String(field)] = get(field)
	return values


func _to_string() -> String:
	return "%d. %s (distance %.4f)" % [rank, title if title else track, distance]


# Numbers pass for each other, nothing else does: a foreign value must not turn into text or a number.
static func _fits(value: Variant, current: Variant) -> bool:
	var numbers: Array[int] = [TYPE_INT, TYPE_FLOAT]
	return typeof(value) == typeof(current) or (typeof(value) in numbers and typeof(current) in numbers)
