extends "answers.gd"
## Encodes headers for another HPACK implementation.
##
## A question is a connection, a list of steps: {"table": bytes} or {"headers": list of [name, value]}. The answer is the hex
## of a block for each of the latter.

const HpackEncoder := preload("../library/rpc/hpack_encoder.gd")


func _answer(question: Variant) -> Variant:
	var encoder: HpackEncoder = HpackEncoder.new()
	var blocks: Array[String] = []
	for step: Dictionary in question as Array:
		if step.has("table"):
			encoder.max_table_size = step["table"]
			continue
		var headers: Array[PackedStringArray] = []
		for header: Array in step["headers"]:
			headers.append(PackedStringArray(header))
		blocks.append(encoder.encode(headers).hex_encode())
	return blocks
