extends "../../addons/scenescore/rpc/proto_message.gd"
## A message that is its bytes: the test servers take and give these.

## What it holds.
var bytes: PackedByteArray


func _init(content: PackedByteArray = PackedByteArray()) -> void:
	bytes = content


func to_bytes() -> PackedByteArray:
	return bytes


func merge_from_bytes(data: PackedByteArray) -> Error:
	bytes = data
	return OK
