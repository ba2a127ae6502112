extends SceneTree
## Decodes header blocks that another HPACK has written:
## `godot --headless --path PROJECT -s res://….gd -- IN.json OUT.json`.
##
## IN.json is a list of connections, each a list of steps: {"table": bytes} or {"block": hex}. OUT.json gets for each block
## {"error": text, "headers": list of [name, value] as hex of their UTF-8}.

const HpackDecoder := preload("../library/rpc/hpack_decoder.gd")


func _initialize() -> void:
	var paths: PackedStringArray = OS.get_cmdline_user_args()
	var results: Array[Array] = []
	for steps: Array in JSON.parse_string(FileAccess.get_file_as_string(paths[0])):
		results.append(_follow(steps))
	var out: FileAccess = FileAccess.open(paths[1], FileAccess.WRITE)
	out.store_string(JSON.stringify(results))
	quit()


func _follow(steps: Array) -> Array[Dictionary]:
	var decoder: HpackDecoder = HpackDecoder.new()
	var results: Array[Dictionary] = []
	for step: Dictionary in steps:
		if step.has("table"):
			decoder.max_table_size = step["table"]
			continue
		var block: String = step["block"]
		var headers: Array[Array] = []
		for header: PackedStringArray in decoder.decode(block.hex_decode()):
			headers.append(Array(header).map(func(text: String) -> String: return text.to_utf8_buffer().hex_encode()))
		results.append({"error": decoder.error, "headers": headers})
	return results
