extends SceneTree
## Reads messages that another protobuf has written: `godot --headless --path PROJECT -s res://….gd -- IN.json OUT.json`.
##
## IN.json is a list of {"script": path, "class": name within it, "bytes": hex}. OUT.json gets for each, in order,
## {"error": int, "fields": see message_dump.gd, "bytes": hex of the message written again}.

const Dump := preload("message_dump.gd")


func _initialize() -> void:
	var paths: PackedStringArray = OS.get_cmdline_user_args()
	var results: Array[Dictionary] = []
	for vector: Dictionary in JSON.parse_string(FileAccess.get_file_as_string(paths[0])):
		results.append(_read(vector))
	var out: FileAccess = FileAccess.open(paths[1], FileAccess.WRITE)
	out.store_string(JSON.stringify(results))
	quit()


func _read(vector: Dictionary) -> Dictionary:
	var script: GDScript = load(vector["script"])
	for part: String in str(vector["class"]).split("."):
		script = script.get_script_constant_map()[part]
	var message: RefCounted = script.new()
	var text: String = vector["bytes"]
	var error: int = message.call("merge_from_bytes", text.hex_decode())
	if error != OK:
		return {"error": error}
	var bytes: PackedByteArray = message.call("to_bytes")
	return {"error": error, "fields": Dump.of_message(message), "bytes": bytes.hex_encode()}
