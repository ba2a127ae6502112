extends "http2_test_case.gd"
## An HTTP/2 connection: frames, flow control, resets and GOAWAY.


func test_the_client_starts_with_preface_settings_and_window_update() -> void:
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


func test_interim_headers_are_ignored() -> void:
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


func test_requests_respect_the_windows() -> void:
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


func test_requests_respect_the_connections_window_and_the_frame_size() -> void:
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


func test_window_updates_follow_read_bytes() -> void:
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


func test_calls_beyond_the_servers_limit_wait() -> void:
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


func test_a_cancelled_call_is_reset_and_later_frames_are_ignored() -> void:
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


func test_the_server_is_told_of_an_early_end() -> void:
	var call := _channel.start_call("/test.Test/Echo", RawMessage)
	call.send(RawMessage.new())
	await _wait(func() -> bool: return not _server.body(1).is_empty())
	_server.send(_server.trailers(1, Status.Code.NOT_FOUND))
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "NOT_FOUND")
	equal(call.send(RawMessage.new()), ERR_UNAVAILABLE)
	_steps()
	equal(_server.heard_of(Frame.Type.RST_STREAM, 1)[0].payload, PackedByteArray([0, 0, 0, Frame.ErrorCode.NO_ERROR]))


func test_after_goaway_calls_continue_and_new_ones_use_a_new_connection() -> void:
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
