extends "http2_test_case.gd"
## HTTP/2 errors: lost connections, servers that break the protocol, and servers that don't speak gRPC.


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


func test_protocol_errors_end_the_connection() -> void:
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


func test_servers_that_do_not_speak_http2() -> void:
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


func test_responses_that_are_not_grpc() -> void:
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


# Whatever arrives, the call ends and the engine logs nothing, which the runner checks.
func test_garbled_responses() -> void:
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
