extends "test_case.gd"
## The contract's messages as scripts use them, and decoding text from the network.

const MatchProto := preload("../addons/scenescore/proto/scenescore/v1/match.gd")
const ModelProto := preload("../addons/scenescore/proto/scenescore/v1/model.gd")
const DurationProto := preload("../addons/scenescore/proto/google/protobuf/duration.gd")
const ErrorDetails := preload("../addons/scenescore/proto/google/rpc/error_details.gd")
const ProtoReader := preload("../addons/scenescore/rpc/proto_reader.gd")
const ProtoWriter := preload("../addons/scenescore/rpc/proto_writer.gd")
const WireText := preload("../addons/scenescore/rpc/wire_text.gd")


func test_a_frame_is_encoded_as_in_the_contract() -> void:
	var frame: MatchProto.Frame = MatchProto.Frame.new()
	frame.capture_time_us = 300
	frame.encoding = MatchProto.FrameEncoding.FRAME_ENCODING_RGB8
	frame.width = 1
	frame.height = 2
	frame.data = PackedByteArray([7, 8, 9])
	var request: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	request.frame = frame
	# By hand from protos/scenescore/v1/match.proto.
	equal(request.to_bytes().hex_encode(), "120e" + "08ac02" + "1001" + "1801" + "2002" + "2a03070809")


func test_unset_fields_take_no_bytes() -> void:
	equal(MatchProto.Answer.new().to_bytes(), PackedByteArray())
	equal(MatchProto.MatchFramesRequest.new().to_bytes(), PackedByteArray())
	var request: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	request.frame = MatchProto.Frame.new()
	equal(request.to_bytes().hex_encode(), "1200", "a message that is set and empty is something else")


func test_only_one_member_of_a_oneof_is_set() -> void:
	var request: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	equal(request.message_case, MatchProto.MatchFramesRequest.MessageCase.NONE)
	request.config = MatchProto.SessionConfig.new()
	equal(request.message_case, MatchProto.MatchFramesRequest.MessageCase.CONFIG)
	request.frame = MatchProto.Frame.new()
	check(request.config == null, "the frame takes the configuration's place")
	equal(request.message_case, MatchProto.MatchFramesRequest.MessageCase.FRAME)
	request.config = null
	check(request.frame != null, "to unset what is unset changes nothing")
	request.frame = null
	equal(request.message_case, MatchProto.MatchFramesRequest.MessageCase.NONE)
	request.config = MatchProto.SessionConfig.new()
	request.clear_message()
	check(request.config == null, "cleared")
	equal(request.to_bytes(), PackedByteArray())


func test_a_number_in_a_oneof_is_set_even_when_it_is_zero() -> void:
	var request: MatchProto.MatchScreenRequest = MatchProto.MatchScreenRequest.new()
	request.monitor = 0
	equal(request.source_case, MatchProto.MatchScreenRequest.SourceCase.MONITOR)
	equal(request.to_bytes().hex_encode(), "1000")
	request.region = MatchProto.ScreenRegion.new()
	request.region.left = -5
	equal(request.monitor, 0)
	var again: MatchProto.MatchScreenRequest = MatchProto.MatchScreenRequest.new()
	equal(again.merge_from_bytes(request.to_bytes()), OK)
	equal(again.region.left, -5)


func test_an_optional_number_knows_whether_it_is_set() -> void:
	var config: MatchProto.SessionConfig = MatchProto.SessionConfig.new()
	check(not config.has_margin(), "unset at first")
	config.margin = 0.0
	check(config.has_margin(), "0 is a value, too")
	equal(config.to_bytes().hex_encode(), "290000000000000000")
	config.clear_margin()
	check(not config.has_margin(), "unset again")
	equal(config.to_bytes(), PackedByteArray())


func test_reserved_names_get_an_underscore() -> void:
	var assignment: MatchProto.Assignment = MatchProto.Assignment.new()
	assignment.match_ = MatchProto.Match.new()
	assignment.match_.title = "Fields of Ice"
	var request: ModelProto.TrainModelRequest = ModelProto.TrainModelRequest.new()
	request.seed_ = 7
	equal(request.to_bytes().hex_encode(), "4007")
	var again: MatchProto.Assignment = MatchProto.Assignment.new()
	again.merge_from_bytes(assignment.to_bytes())
	equal(again.match_.title, "Fields of Ice")


func test_reading_merges() -> void:
	var one: MatchProto.MatchFramesResponse = MatchProto.MatchFramesResponse.new()
	one.answer = MatchProto.Answer.new()
	one.answer.matches.append(MatchProto.Match.new())
	one.answer.steps = 24
	one.answer.answer_delay = DurationProto.Duration.new()
	one.answer.answer_delay.nanos = 5
	var other: MatchProto.MatchFramesResponse = MatchProto.MatchFramesResponse.new()
	other.answer = MatchProto.Answer.new()
	other.answer.matches.append(MatchProto.Match.new())
	other.answer.steps = 60
	other.answer.answer_delay = DurationProto.Duration.new()
	other.answer.answer_delay.seconds = 2
	equal(one.merge_from_bytes(other.to_bytes()), OK)
	equal(one.answer.matches.size(), 2, "lists grow")
	equal(one.answer.steps, 60, "numbers are replaced")
	equal([one.answer.answer_delay.seconds, one.answer.answer_delay.nanos], [2, 5], "messages merge")


func test_messages_share_nothing() -> void:
	var one: MatchProto.Answer = MatchProto.Answer.new()
	one.matches.append(MatchProto.Match.new())
	equal(MatchProto.Answer.new().matches.size(), 0)
	var info: ErrorDetails.ErrorInfo = ErrorDetails.ErrorInfo.new()
	info.metadata["a"] = "b"
	equal(ErrorDetails.ErrorInfo.new().metadata.size(), 0)


func test_malformed_messages_are_rejected() -> void:
	var bad: Dictionary[String, String] = {
		"08": "a number that is not there",
		"08ffffffffffffffffffff01": "a number of eleven bytes",
		"2a05": "bytes that are not there",
		"2affffffffffffffffff01": "a length below zero",
		"2affffffff0f": "a length of 4 GiB",
		"00": "no field has the number 0",
		"0c": "the end of a group that has not begun",
		"0b": "a group without an end",
		"0e": "no such wire type",
		"2d0000": "four bytes that are two",
	}
	for bytes: String in bad:
		equal(MatchProto.Frame.new().merge_from_bytes(bytes.hex_decode()), ERR_PARSE_ERROR, bad[bytes])
	var within: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	equal(within.merge_from_bytes("12020805".hex_decode()), OK)
	equal(within.merge_from_bytes("120108".hex_decode()), ERR_PARSE_ERROR, "a number that ends behind its message")
	equal(MatchProto.Match.new().merge_from_bytes("1a02c328".hex_decode()), ERR_PARSE_ERROR, "a title that is not UTF-8")


func test_a_reader_that_has_failed_reads_no_more() -> void:
	var reader: ProtoReader = ProtoReader.new("080a12ff".hex_decode())
	check(reader.next_field(), "a field")
	equal(reader.read_varint(), 10)
	check(reader.next_field(), "another")
	equal(reader.read_bytes(), PackedByteArray())
	check(reader.failed and not reader.next_field(), "nothing after the failure")
	equal(reader.read_fixed32(), 0)
	equal(reader.read_double(), 0.0)
	equal(reader.result(), ERR_PARSE_ERROR)


func test_every_integer_type_has_its_encoding() -> void:
	var forms: Dictionary[int, String] = {
		0: "00",
		127: "7f",
		128: "8001",
		-1: "ffffffffffffffffff01",
		9223372036854775807: "ffffffffffffffff7f",
		-9223372036854775807 - 1: "80808080808080808001",
	}
	for value: int in forms:
		var writer: ProtoWriter = ProtoWriter.new()
		writer.put_varint(value)
		equal(writer.bytes.hex_encode(), forms[value])
		equal(ProtoReader.new(writer.bytes).read_varint(), value)
	var zigzag: Dictionary[int, int] = {0: 0, -1: 1, 1: 2, -2: 3, 9223372036854775807: -2, -9223372036854775807 - 1: -1}
	for value: int in zigzag:
		var writer: ProtoWriter = ProtoWriter.new()
		writer.put_sint(value)
		equal(ProtoReader.new(writer.bytes).read_varint(), zigzag[value], "zigzag of %d" % value)
		equal(ProtoReader.new(writer.bytes).read_sint64(), value)


func test_text_from_the_network() -> void:
	var texts: PackedStringArray = ["", "plain", "Größe", "音楽 🎵", "\uFEFFmark", "exactly8", "sevenchäracters and more"]
	for text: String in texts:
		check(WireText.is_utf8(text.to_utf8_buffer()), text)
		equal(WireText.from_utf8(text.to_utf8_buffer()), text)
	for bytes: String in ["80", "c3", "c080", "e08080", "eda080", "f0808080", "f4908080", "f5808080", "61616161616161ff", "e282"]:
		check(not WireText.is_utf8(bytes.hex_decode()), bytes)
	equal(WireText.from_utf8("61006200".hex_decode()), "a\uFFFDb\uFFFD", "Godot's strings hold no NUL")
	equal(WireText.from_latin1("e46100".hex_decode()), "äa\uFFFD")
