extends "res://addons/scenescore/rpc/proto_message.gd"
## A message of plain bytes, for servers that have no schema.

## The bytes.
var data: PackedByteArray = PackedByteArray()


func _init(of_data: PackedByteArray = PackedByteArray()) -> void:
	data = of_data


func to_bytes() -> PackedByteArray:
	return data


func merge_from_bytes(bytes: PackedByteArray) -> Error:
	data = bytes
	return OK


## [member data] as text.
func text() -> String:
	return data.get_string_from_utf8()
