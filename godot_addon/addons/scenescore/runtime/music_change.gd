@tool
extends RefCounted
## A change to another piece that was requested and hasn't started yet.

## The piece.
var stream: AudioStream
## The piece's id.
var id: String
## The length of the fade, in seconds; negative for the player's own.
var seconds: float


func _init(new_stream: AudioStream, new_id: String, new_seconds: float) -> void:
	stream = new_stream
	id = new_id if not new_id.is_empty() else _default_id(new_stream)
	seconds = new_seconds


static func _default_id(of: AudioStream) -> String:
	return of.resource_path if not of.resource_path.is_empty() else "stream %d" % of.get_instance_id()
