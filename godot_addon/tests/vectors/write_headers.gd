extends SceneTree
## Encodes headers for another HPACK to read: `godot --headless --path PROJECT -s res://….gd -- IN.json OUT.json`.
##
## IN.json is a list of connections, each a list of steps: {"table": bytes} or {"headers": list of [name, value]}. OUT.json
## gets the hex of a block for each of the latter.

const HpackEncoder := preload("../library/rpc/hpack_encoder.gd")


func _initialize() -> void:
	var paths: PackedStringArray = OS.get_cmdline_user_args()
	var results: Array[Array] = []
	for steps: Array in JSON.parse_string(FileAccess.get_file_as_string(paths[0])):
		results.append(_follow(steps))
	var out: FileAccess = FileAccess.open(paths[1], FileAccess.WRITE)
	out.store_string(JSON.stringify(results))
	quit()


func _follow(steps: Array) -> Array[String]:
	var encoder: HpackEncoder = HpackEncoder.new()
	var blocks: Array[String] = []
	for step: Dictionary in steps:
		if step.has("table"):
			encoder.max_table_size = step["table"]
			continue
		var headers: Array[PackedStringArray] = []
		for header: Array in step["headers"]:
			headers.append(PackedStringArray(header))
		blocks.append(encoder.encode(headers).hex_encode())
	return blocks
