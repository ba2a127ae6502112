extends "test_case.gd"
## HPACK, with the examples of RFC 7541's appendix C and with invalid input.

const HpackDecoder := preload("../addons/scenescore/rpc/hpack_decoder.gd")
const HpackEncoder := preload("../addons/scenescore/rpc/hpack_encoder.gd")
const Huffman := preload("../addons/scenescore/rpc/huffman.gd")

func test_requests_without_huffman_code() -> void:
	_requests("828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865")


func test_requests_with_huffman_code() -> void:
	_requests("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf")


func test_responses_that_evict_from_a_small_table() -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	decoder.max_table_size = 256
	var first: Array[PackedStringArray] = _decode(
		decoder,
		"3fe101488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"
	)
	equal(first[0], PackedStringArray([":status", "302"]))
	equal(first[3], PackedStringArray(["location", "https://www.example.com"]))
	var second: Array[PackedStringArray] = _decode(decoder, "4883640effc1c0bf")
	equal(second[0], PackedStringArray([":status", "307"]))
	equal(second.slice(1), first.slice(1), "the rest is as before")
	equal(decoder.error, "")
	var evicted: Array[PackedStringArray] = _decode(decoder, "c2")
	equal(evicted, [] as Array[PackedStringArray], "there are four headers in the table")
	check("65" not in decoder.error and "66" in decoder.error, "the unknown number is named: " + decoder.error)


func test_literals_that_are_not_indexed() -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	var password: Array[PackedStringArray] = [["password", "secret"]]
	equal(_decode(decoder, "100870617373776f726406736563726574"), password, "never indexed")
	equal(_decode(decoder, "000870617373776f726406736563726574"), password, "not indexed")
	equal(_decode(decoder, "040c2f73616d706c652f70617468"), [PackedStringArray([":path", "/sample/path"])] as Array[PackedStringArray])
	_decode(decoder, "be")
	check(not decoder.error.is_empty(), "the table is still empty")


func test_invalid_blocks_are_reported_and_end_the_decoding() -> void:
	var bad: Dictionary[String, String] = {
		"80": "number 0",
		"be": "an empty table",
		"41": "no value",
		"410f7777": "a string that is longer than the block",
		"ff80808080808080808001": "a number without end",
		"ffffffffff7f": "a number that is too large",
		"ff80": "a number that the block ends in",
		"3fe21f": "a table larger than allowed",
		"8220": "a change of size after a header",
		"4184ffffffff": "the end-of-string symbol",
		"418100": "padding that is not of ones",
		"4182f8ff": "padding of a whole byte",
	}
	for block: String in bad:
		var decoder: HpackDecoder = HpackDecoder.new()
		equal(_decode(decoder, block), [] as Array[PackedStringArray], bad[block])
		check(not decoder.error.is_empty(), bad[block])
		var error: String = decoder.error
		equal(_decode(decoder, "82"), [] as Array[PackedStringArray], "nothing more after " + bad[block])
		equal(decoder.error, error)


func test_a_small_block_cannot_expand_to_endless_headers() -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	var block := PackedByteArray([0x40, 0x01, 0x61, 0x7F, 0xA1, 0x1E])
	var value := PackedByteArray()
	value.resize(4000)
	value.fill(0x62)
	block.append_array(value)
	for i: int in 1000:
		block.append(0xBE)
	equal(decoder.decode(block), [] as Array[PackedStringArray])
	check("65536" in decoder.error, decoder.error)


func test_a_peer_must_shrink_its_table() -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	decoder.max_table_size = 100
	equal(_decode(decoder, "82"), [] as Array[PackedStringArray])
	check("100" in decoder.error, decoder.error)
	decoder = HpackDecoder.new()
	decoder.max_table_size = 100
	equal(_decode(decoder, "3f4582").size(), 1)
	equal(decoder.error, "")


func test_values_that_are_not_text_are_decoded() -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	equal(_decode(decoder, "00016102c3a4")[0][1], "ä", "UTF-8")
	equal(_decode(decoder, "00016102e461")[0][1], "äa", "Latin-1")
	equal(_decode(decoder, "00016103610062")[0][1], "a\uFFFDb", "NUL")


func test_encoded_headers_decode_to_the_same() -> void:
	var encoder: HpackEncoder = HpackEncoder.new()
	var decoder: HpackDecoder = HpackDecoder.new()
	var headers: Array[PackedStringArray] = [
		[":method", "POST"],
		[":path", "/scenescore.v1.MatchService/MatchFrames"],
		["te", "trailers"],
		["grpc-timeout", "10S"],
		["User-Agent", "grpc-gdscript"],
	]
	var first: PackedByteArray = encoder.encode(headers)
	var second: PackedByteArray = encoder.encode(headers)
	check(second.size() * 3 < first.size(), "the second time headers go by number: %d bytes" % second.size())
	headers[4][0] = "user-agent"
	equal(decoder.decode(first), headers)
	equal(decoder.decode(second), headers)


func test_the_encoder_respects_the_peers_table_size() -> void:
	var headers: Array[PackedStringArray] = [["x-name", "value"], ["x-other", "value"]]
	for sizes: PackedInt32Array in [[0], [50], [0, 4096], [60, 0, 80], [1 << 20], [4096, 100, 200]] as Array[PackedInt32Array]:
		var encoder: HpackEncoder = HpackEncoder.new()
		var decoder: HpackDecoder = HpackDecoder.new()
		equal(decoder.decode(encoder.encode(headers)), headers)
		for size: int in sizes:
			encoder.max_table_size = size
			decoder.max_table_size = size
		for i: int in 3:
			equal(decoder.decode(encoder.encode(headers)), headers, "sizes %s" % sizes)
			equal(decoder.error, "", "sizes %s" % sizes)


func test_huffman_code_of_every_byte() -> void:
	# From RFC 7541's table: a code of each length's kind, each filled with ones.
	var codes: Dictionary[int, String] = {0: "ffc7", 32: "53", 48: "07", 97: "1f", 33: "fe3f", 92: "fffe1f", 255: "fffffbbf", 10: "fffffff3"}
	for byte: int in codes:
		var plain := PackedByteArray()
		equal(Huffman.decode(codes[byte].hex_decode(), plain), "", "byte %d" % byte)
		equal(plain, PackedByteArray([byte]))


func _requests(first: String, second: String) -> void:
	var decoder: HpackDecoder = HpackDecoder.new()
	var headers: Array[PackedStringArray] = [
		[":method", "GET"],
		[":scheme", "http"],
		[":path", "/"],
		[":authority", "www.example.com"],
	]
	equal(_decode(decoder, first), headers)
	headers.append(PackedStringArray(["cache-control", "no-cache"]))
	equal(_decode(decoder, second), headers)
	equal(decoder.error, "")


func _decode(decoder: HpackDecoder, block: String) -> Array[PackedStringArray]:
	return decoder.decode(block.hex_decode())
