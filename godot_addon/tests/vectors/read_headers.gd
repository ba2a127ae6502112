extends "answers.gd"
## Decodes header blocks of another HPACK implementation.
##
## A question is a connection, a list of steps: {"table": bytes} or {"block": hex}. The answer has for each block
## {"error": text, "headers": list of [name, value] as hex of their UTF-8}.

const HpackDecoder := preload("../library/rpc/hpack_decoder.gd")


func _answer(question: Variant) -> Variant:
	var decoder: HpackDecoder = HpackDecoder.new()
	var results: Array[Dictionary] = []
	for step: Dictionary in question as Array:
		if step.has("table"):
			decoder.max_table_size = step["table"]
			continue
		var block: String = step["block"]
		var headers: Array[Array] = []
		for header: PackedStringArray in decoder.decode(block.hex_decode()):
			headers.append(Array(header).map(func(text: String) -> String: return text.to_utf8_buffer().hex_encode()))
		results.append({"error": decoder.error, "headers": headers})
	return results
