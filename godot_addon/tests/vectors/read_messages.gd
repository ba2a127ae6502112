extends "answers.gd"
## Reads messages of another protobuf implementation.
##
## A question is {"script": path, "class": name within it, "bytes": hex}. The answer is
## {"error": int, "fields": see message_dump.gd, "bytes": hex of the message written again}.

const Dump := preload("message_dump.gd")


func _answer(question: Variant) -> Variant:
	var vector: Dictionary = question
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
