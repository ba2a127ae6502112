extends "test_case.gd"
## The client's HTTP/2, frame by frame, against a peer that says what a test wants.

const Call := preload("../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../addons/scenescore/rpc/grpc_channel.gd")
const Frame := preload("../addons/scenescore/rpc/http2_frame.gd")
const RawMessage := preload("rpc/raw_message.gd")
const RawServer := preload("rpc/raw_server.gd")
const Status := preload("../addons/scenescore/rpc/grpc_status.gd")

var _server: RawServer
var _channel: Channel
var _greeting: PackedByteArray = Frame.settings({})


func before_each() -> void:
	_server = RawServer.new()
	_channel = Channel.new(_server.target)


func after_each() -> void:
	_channel.close()


func test_the_greeting_is_preface_settings_and_room() -> void:
	await _ask()
	equal(_server.heard[0].type, Frame.Type.SETTINGS)
	equal(_server.heard[0].flags, 0)
	equal(_server.heard[1].type, Frame.Type.WINDOW_UPDATE)
	equal(_server.heard[1].stream, 0)
	check(_server.heard_of(Frame.Type.SETTINGS).any(func(one: RawServer.Heard) -> bool: return one.flags == 1), "settings are acknowledged")


func test_an_answer_byte_by_byte() -> void:
	var call := await _ask()
	for byte: int in _server.answer(1, "in pieces"):
		_server.send(PackedByteArray([byte]))
		_step()
	check(await _wait(call.is_finished), "the answer is there")
	check(call.status.is_ok(), "the call went well")
	equal((call.response as RawMessage).bytes.get_string_from_utf8(), "in pieces")


func test_many_messages_in_one_frame_and_one_in_many() -> void:
	var call := await _ask()
	var seen: Array[int] = []
	call.response_received.connect(func(response: RawMessage) -> void: seen.append(response.bytes.size()))
	var bytes := PackedByteArray()
	for size: int in [0, 1, 2, 30]:
		bytes += PackedByteArray([0, 0, 0, 0, size])
		bytes.resize(bytes.size() + size)
	_server.send(_server.answer_headers(1))
	_server.send(_server.frame(Frame.Type.DATA, 0, 1, bytes))
	for byte: int in bytes:
		_server.send(_server.frame(Frame.Type.DATA, 0, 1, PackedByteArray([byte])))
	_server.send(_server.trailers(1))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well")
	equal(seen, [0, 1, 2, 30, 0, 1, 2, 30])


func test_padding_priority_and_continuation() -> void:
	var call := await _ask()
	var block := _server.answer_headers(1).slice(Frame.HEADER_BYTES)
	var first := PackedByteArray([3, 0, 0, 0, 0, 16, block[0], 0, 0, 0])
	_server.send(_server.frame(Frame.Type.HEADERS, Frame.FLAG_PADDED | Frame.FLAG_PRIORITY, 1, first))
	_server.send(_server.frame(Frame.Type.CONTINUATION, 0, 1))
	_server.send(_server.frame(Frame.Type.CONTINUATION, Frame.FLAG_END_HEADERS, 1, block.slice(1)))
	_server.send(_server.frame(Frame.Type.PRIORITY, 0, 1, PackedByteArray([0, 0, 0, 0, 1])))
	var padded := PackedByteArray([4, 0, 0, 0, 0, 2]) + "hi".to_utf8_buffer() + PackedByteArray([9, 9, 9, 9])
	_server.send(_server.frame(Frame.Type.DATA, Frame.FLAG_PADDED, 1, padded))
	_server.send(_server.frame(Frame.Type.DATA, Frame.FLAG_PADDED, 1, PackedByteArray([0])))
	_server.send(_server.frame(0xfa, 0xff, 77, PackedByteArray([1, 2, 3])))
	_server.send(_server.trailers(1))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well: %s" % call.status)
	equal((call.response as RawMessage).bytes.get_string_from_utf8(), "hi")


func test_interim_headers_are_passed_over() -> void:
	var call := await _ask()
	_server.send(_server.headers(1, [[":status", "103"]]))
	_server.send(_server.answer(1, "final"))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well")


func test_a_ping_is_answered_with_its_own_bytes() -> void:
	await _ask()
	var payload := PackedByteArray([1, 2, 3, 4, 5, 6, 7, 8])
	_server.send(_server.frame(Frame.Type.PING, 0, 0, payload))
	_server.send(_server.frame(Frame.Type.PING, Frame.FLAG_ACK, 0, payload))
	check(await _wait(func() -> bool: return not _server.heard_of(Frame.Type.PING).is_empty()), "an answer comes")
	_steps()
	equal(_server.heard_of(Frame.Type.PING).size(), 1)
	equal(_server.heard_of(Frame.Type.PING)[0].flags, Frame.FLAG_ACK)
	equal(_server.heard_of(Frame.Type.PING)[0].payload, payload)


func test_requests_keep_to_the_windows() -> void:
	_greeting = Frame.settings({Frame.Setting.INITIAL_WINDOW_SIZE: 10})
	var call := await _ask("0123456789".repeat(10))
	_steps()
	equal(_server.body(1).size(), 10)
	_server.send(Frame.window_update(1, 7))
	_steps()
	equal(_server.body(1).size(), 17)
	# A smaller window for streams counts for the open ones, and leaves this one at -10 + 5.
	_server.send(Frame.settings({Frame.Setting.INITIAL_WINDOW_SIZE: 0}))
	_server.send(Frame.window_update(1, 5))
	_steps()
	equal(_server.body(1).size(), 17)
	_server.send(Frame.window_update(1, 6))
	_steps()
	equal(_server.body(1).size(), 18)
	_server.send(Frame.settings({Frame.Setting.INITIAL_WINDOW_SIZE: 1000}))
	_steps()
	equal(_server.body(1).slice(5).get_string_from_ascii(), "0123456789".repeat(10))
	equal(_server.heard_of(Frame.Type.DATA, 1)[-1].flags, Frame.FLAG_END_STREAM)
	_server.send(_server.answer(1, "thanks"))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well")


func test_requests_keep_to_the_connections_window_and_to_frames_of_16384() -> void:
	_greeting = Frame.settings({Frame.Setting.INITIAL_WINDOW_SIZE: 1 << 20, Frame.Setting.MAX_FRAME_SIZE: 1 << 20})
	await _ask("x".repeat(100_000))
	_steps()
	equal(_server.body(1).size(), 65535)
	_server.send(Frame.window_update(0, 100_000))
	_steps()
	equal(_server.body(1).size(), 100_005)
	for one: RawServer.Heard in _server.heard_of(Frame.Type.DATA):
		check(one.payload.size() <= 16384, "no frame is longer")


func test_two_uploads_take_turns() -> void:
	_greeting = Frame.settings({Frame.Setting.INITIAL_WINDOW_SIZE: 1 << 20}) + Frame.window_update(0, 1 << 20)
	var first := _start("x".repeat(100_000))
	var second := _start("y".repeat(100_000))
	check(await _wait(func() -> bool: return _server.body(3).size() == 100_005), "all is written")
	var order := _server.heard_of(Frame.Type.DATA).map(func(one: RawServer.Heard) -> int: return one.stream)
	equal(order.slice(0, 6), [1, 3, 1, 3, 1, 3])
	check(not first.is_finished() and not second.is_finished(), "both go on")


func test_new_room_is_given_as_answers_are_read() -> void:
	var call := await _ask()
	_server.send(_server.answer_headers(1))
	var content := PackedByteArray()
	content.resize(16_000)
	for i: int in 400:
		_server.send(_server.message(1, content))
		_step()
	check(await _wait(func() -> bool: return _granted(0) > 6_000_000), "the connection gets new room")
	check(_granted(1) > 5_500_000, "the stream gets new room")
	_server.send(_server.trailers(1))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well")


func test_calls_beyond_the_servers_number_wait() -> void:
	_greeting = Frame.settings({Frame.Setting.MAX_CONCURRENT_STREAMS: 1})
	var first := await _ask("first")
	var second := _start("second")
	_steps()
	equal(_server.heard_of(Frame.Type.HEADERS).size(), 1)
	_server.send(_server.answer(1, "one"))
	check(await _wait(first.is_finished), "the first ends")
	check(await _wait(func() -> bool: return _server.body(3).size() > 5), "the second goes out")
	_server.send(_server.answer(3, "two"))
	check(await _wait(second.is_finished), "the second ends")
	check(second.status.is_ok(), "the second went well")


func test_a_cancelled_call_is_reset_and_what_still_comes_is_ignored() -> void:
	var call := await _ask()
	call.cancel()
	_steps()
	equal(_server.heard_of(Frame.Type.RST_STREAM, 1)[0].payload, PackedByteArray([0, 0, 0, Frame.ErrorCode.CANCEL]))
	# These headers fill the table that the next answer refers to.
	_server.send(_server.answer(1, "too late"))
	var next := await _ask("next", 3)
	_server.send(_server.answer(3, "in time"))
	check(await _wait(next.is_finished), "the next call ends")
	check(next.status.is_ok(), "the next call went well: %s" % next.status)
	equal(call.response, null)
	equal(_server.connections, 1)


func test_an_early_end_is_told_to_the_server() -> void:
	var call := _channel.start_call("/test.Test/Echo", RawMessage)
	call.send(RawMessage.new())
	await _wait(func() -> bool: return not _server.body(1).is_empty())
	_server.send(_server.trailers(1, Status.Code.NOT_FOUND))
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "NOT_FOUND")
	equal(call.send(RawMessage.new()), ERR_UNAVAILABLE)
	_steps()
	equal(_server.heard_of(Frame.Type.RST_STREAM, 1)[0].payload, PackedByteArray([0, 0, 0, Frame.ErrorCode.NO_ERROR]))


func test_a_goodbye_lets_the_calls_go_on_and_new_ones_use_a_new_connection() -> void:
	var taken := await _ask("taken")
	var never_taken := await _ask("never taken", 3)
	_server.send(_server.frame(Frame.Type.GOAWAY, 0, 0, PackedByteArray([0, 0, 0, 1, 0, 0, 0, 0]) + "bye".to_utf8_buffer()))
	check(await _wait(never_taken.is_finished), "the second ends")
	equal(never_taken.status.code_name(), "UNAVAILABLE")
	check("bye" in never_taken.status.message, "the server's words are told")
	check(not taken.is_finished(), "the first goes on")
	_server.send(_server.answer(1, "kept"))
	check(await _wait(taken.is_finished), "the first ends")
	check(taken.status.is_ok(), "the first went well")
	var next := await _ask_anew()
	_server.send(_server.answer(1, "anew"))
	check(await _wait(next.is_finished), "the next ends")
	check(next.status.is_ok(), "the next went well")
	equal(_server.connections, 2)


func test_a_lost_connection_is_unavailable_and_replaced() -> void:
	var call := await _ask()
	_server.hang_up()
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "UNAVAILABLE")
	var next := await _ask_anew()
	_server.send(_server.answer(1, "anew"))
	check(await _wait(next.is_finished), "the next ends")
	check(next.status.is_ok(), "the next went well")


func test_an_error_on_one_stream_spares_the_others() -> void:
	var errors: Dictionary[int, PackedByteArray] = {
		Frame.ErrorCode.PROTOCOL_ERROR: Frame.window_update(3, 0),
		Frame.ErrorCode.FLOW_CONTROL_ERROR: Frame.window_update(3, Frame.MAX_WINDOW),
	}
	for error: int in errors:
		var name := Frame.error_name(error)
		_renew()
		var other := await _ask("other")
		var call := await _ask("victim", 3)
		_server.send(errors[error])
		check(await _wait(call.is_finished), name + " ends the call")
		equal(call.status.code_name(), "INTERNAL", name)
		_steps()
		equal(_server.heard_of(Frame.Type.RST_STREAM, 3)[0].payload[3], error, name)
		_server.send(_server.answer(1, "fine"))
		check(await _wait(other.is_finished), name + " spares the other")
		check(other.status.is_ok(), name + " spares the other")


func test_what_breaks_the_rules_ends_the_connection() -> void:
	const D := Frame.Type.DATA
	const H := Frame.Type.HEADERS
	var wrongs: Array[Array] = [
		["data on stream 0", Frame.ErrorCode.PROTOCOL_ERROR, _raw(D, 0, 0, [1])],
		["data on a stream that never was", Frame.ErrorCode.PROTOCOL_ERROR, _raw(D, 0, 5, [1])],
		["more padding than data", Frame.ErrorCode.PROTOCOL_ERROR, _raw(D, Frame.FLAG_PADDED, 1, [3, 1, 1])],
		["padded data of no length", Frame.ErrorCode.PROTOCOL_ERROR, _raw(D, Frame.FLAG_PADDED, 1, [])],
		["headers on stream 0", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 4, 0, [0x88])],
		["headers on a server's stream", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 4, 2, [0x88])],
		["more padding than headers", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 4 | Frame.FLAG_PADDED, 1, [9, 0x88])],
		["a priority cut off", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 4 | Frame.FLAG_PRIORITY, 1, [0, 0])],
		["headers cut by data", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 0, 1, [0x88]) + _raw(D, 0, 1, [1])],
		["headers cut by other headers", Frame.ErrorCode.PROTOCOL_ERROR, _raw(H, 0, 1, [0x88]) + _raw(H, 4, 1, [0x88])],
		["a continuation of nothing", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.CONTINUATION, 4, 1, [0x88])],
		["headers without an end", Frame.ErrorCode.ENHANCE_YOUR_CALM, _endless_headers()],
		["no HPACK", Frame.ErrorCode.COMPRESSION_ERROR, _raw(H, 4, 1, [0xff, 0xff, 0xff, 0xff, 0x07])],
		["a priority on stream 0", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.PRIORITY, 0, 0, [0, 0, 0, 0, 1])],
		["a reset of 5 bytes", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.RST_STREAM, 0, 1, [0, 0, 0, 0, 0])],
		["a reset of stream 0", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.RST_STREAM, 0, 0, [0, 0, 0, 8])],
		["a reset of no stream", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.RST_STREAM, 0, 9, [0, 0, 0, 8])],
		["settings cut off", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.SETTINGS, 0, 0, [0, 4, 0, 0, 1])],
		["settings in an acknowledgement", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.SETTINGS, 1, 0, [0, 4, 0, 0, 1, 0])],
		["settings on a stream", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.SETTINGS, 0, 1, [])],
		["a window too large", Frame.ErrorCode.FLOW_CONTROL_ERROR, _raw(Frame.Type.SETTINGS, 0, 0, [0, 4, 0x80, 0, 0, 0])],
		["frames too small", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.SETTINGS, 0, 0, [0, 5, 0, 0, 1, 0])],
		["a server that wants pushes", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.SETTINGS, 0, 0, [0, 2, 0, 0, 0, 1])],
		["a push", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.PUSH_PROMISE, 4, 1, [0, 0, 0, 2, 0x88])],
		["a ping of 7 bytes", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.PING, 0, 0, [1, 2, 3, 4, 5, 6, 7])],
		["a ping on a stream", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.PING, 0, 1, [1, 2, 3, 4, 5, 6, 7, 8])],
		["a goodbye of 4 bytes", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.GOAWAY, 0, 0, [0, 0, 0, 0])],
		["a goodbye on a stream", Frame.ErrorCode.PROTOCOL_ERROR, _raw(Frame.Type.GOAWAY, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0])],
		["an update of 3 bytes", Frame.ErrorCode.FRAME_SIZE_ERROR, _raw(Frame.Type.WINDOW_UPDATE, 0, 0, [0, 0, 1])],
		["an update by nothing", Frame.ErrorCode.PROTOCOL_ERROR, Frame.window_update(0, 0)],
		["an update too far", Frame.ErrorCode.FLOW_CONTROL_ERROR, Frame.window_update(0, Frame.MAX_WINDOW)],
		["an update of no stream", Frame.ErrorCode.PROTOCOL_ERROR, Frame.window_update(7, 1)],
		["a frame too long", Frame.ErrorCode.FRAME_SIZE_ERROR, Frame.header(16385, D, 0, 1)],
	]
	for wrong: Array in wrongs:
		var name: String = wrong[0]
		_renew()
		var call := await _ask()
		_server.send(wrong[2] as PackedByteArray)
		check(await _wait(call.is_finished), name + " ends the call")
		equal(call.status.code_name(), "INTERNAL", name)
		check(await _wait(_server.is_left), name + " ends the connection")
		var goodbyes := _server.heard_of(Frame.Type.GOAWAY)
		equal(goodbyes.size(), 1, name)
		equal(goodbyes[0].payload[7], wrong[1] as int, name)
		var next := await _ask_anew()
		_server.send(_server.answer(1, "anew"))
		check(await _wait(next.is_finished), "the call after %s ends" % name)
		check(next.status.is_ok(), "the call after %s goes well" % name)


func test_what_is_no_gRPC_server() -> void:
	var greetings: Dictionary[String, PackedByteArray] = {
		"a web server": "HTTP/1.1 400 Bad Request\r\n\r\n".to_ascii_buffer(),
		"another protocol": _raw(Frame.Type.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
		"an acknowledgement first": Frame.settings_ack(),
	}
	for name: String in greetings:
		_renew()
		_greeting = greetings[name]
		var call := _start()
		check(await _wait(call.is_finished), name + " ends the call")
		equal(call.status.code_name(), "UNAVAILABLE", name)
		check("HTTP/2" in call.status.message, "%s is told: %s" % [name, call.status])
		check("HTTP/2" in _channel.problem, name + " is the channel's problem")


func test_answers_that_are_not_gRPC() -> void:
	var html: Array[PackedStringArray] = [[":status", "200"], ["content-type", "text/html"]]
	var missing: Array[PackedStringArray] = [[":status", "404"], ["content-type", "text/html"]]
	await _answer_is("UNKNOWN", func() -> PackedByteArray: return _server.headers(1, html))
	await _answer_is("UNIMPLEMENTED", func() -> PackedByteArray: return _server.headers(1, missing))
	await _answer_is("UNIMPLEMENTED", func() -> PackedByteArray: return _server.headers(1, missing, 5))
	await _answer_is("INTERNAL", func() -> PackedByteArray: return _server.message(1, PackedByteArray()))
	await _answer_is("INTERNAL", func() -> PackedByteArray: return _server.answer_headers(1) + _server.answer_headers(1))
	await _answer_is("UNKNOWN", func() -> PackedByteArray: return _server.trailers(1, 17))
	await _answer_is("UNKNOWN", func() -> PackedByteArray: return _server.answer_headers(1) + _raw(Frame.Type.DATA, 1, 1, []))
	await _answer_is("INTERNAL", func() -> PackedByteArray:
		return _server.answer_headers(1) + _raw(Frame.Type.DATA, 0, 1, [0, 0, 0, 0, 9, 1]) + _server.trailers(1))
	await _answer_is("RESOURCE_EXHAUSTED", func() -> PackedByteArray:
		return _server.answer_headers(1) + _raw(Frame.Type.DATA, 0, 1, [0, 0xff, 0xff, 0xff, 0xff]))


# Whatever comes, the call ends in some way and the engine has nothing to log; the runner sees to the latter.
func test_garbled_answers() -> void:
	var random := RandomNumberGenerator.new()
	random.seed = 20261124
	var endings: Dictionary[String, int] = {}
	for round: int in 300:
		_renew()
		var call := await _ask()
		var bytes := _server.headers(1, [[":status", "100"]]) + _server.answer(1, "some words")
		bytes += _server.frame(Frame.Type.GOAWAY, 0, 0, PackedByteArray([0, 0, 0, 1, 0, 0, 0, 0]))
		for i: int in random.randi_range(1, 6):
			bytes[random.randi_range(0, bytes.size() - 1)] = random.randi_range(0, 255)
		if random.randf() < 0.3:
			bytes.resize(random.randi_range(0, bytes.size()))
		_server.send(bytes)
		_steps(2)
		_server.hang_up()
		check(await _wait(call.is_finished), "round %d ends" % round)
		endings[call.status.code_name()] = endings.get(call.status.code_name(), 0) + 1
	check(endings.size() >= 3, "there was some of everything: %s" % endings)


func _answer_is(code: String, bytes: Callable) -> void:
	_renew()
	var call := await _ask()
	_server.send(bytes.call() as PackedByteArray)
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), code)
	equal(_server.connections, 1)


# A call that has reached the server, on the stream.
func _ask(text: String = "question", stream: int = 1) -> Call:
	var call := _start(text)
	await _wait(func() -> bool: return not _server.heard_of(Frame.Type.HEADERS, stream).is_empty() or call.is_finished())
	return call


# A call that has reached the server on a new connection.
func _ask_anew() -> Call:
	var before := _server.connections
	var call := _start()
	await _wait(func() -> bool: return _server.connections > before)
	await _wait(func() -> bool: return not _server.heard_of(Frame.Type.HEADERS).is_empty())
	return call


func _start(text: String = "question") -> Call:
	var call := _channel.start_call("/test.Test/Echo", RawMessage)
	call.send(RawMessage.new(text.to_utf8_buffer()))
	call.end_requests()
	return call


func _renew() -> void:
	after_each()
	before_each()


func _wait(condition: Callable) -> bool:
	return await wait_until(
		func() -> bool:
			_step()
			return condition.call()
	)


func _steps(count: int = 30) -> void:
	for i: int in count:
		_step()
		OS.delay_msec(1)


func _step() -> void:
	_server.poll(_greeting)
	_channel.poll()


func _raw(type: int, flags: int, stream: int, payload: Array[int]) -> PackedByteArray:
	return _server.frame(type, flags, stream, PackedByteArray(payload))


func _endless_headers() -> PackedByteArray:
	var filler := PackedByteArray()
	filler.resize(16_384)
	var bytes := _server.frame(Frame.Type.HEADERS, 0, 1, filler)
	for i: int in 4:
		bytes += _server.frame(Frame.Type.CONTINUATION, 0, 1, filler)
	return bytes


func _granted(stream: int) -> int:
	var room := 0
	for one: RawServer.Heard in _server.heard_of(Frame.Type.WINDOW_UPDATE, stream):
		room += (one.payload[0] << 24) | (one.payload[1] << 16) | (one.payload[2] << 8) | one.payload[3]
	return room
