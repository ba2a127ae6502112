extends "../../addons/scenescore/rpc/proto_message.gd"
## A message of raw bytes, as the test servers use them.

## The bytes.
var bytes: PackedByteArray


func _init(content: PackedByteArray = PackedByteArray()) -> void:
	bytes = content


func to_bytes() -> PackedByteArray:
	return bytes


func merge_from_bytes(data: PackedByteArray) -> Error:
	bytes = data
	return OK
