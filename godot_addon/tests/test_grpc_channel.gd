extends "test_case.gd"
## The gRPC channel without a server, or with one that only listens.

const Call := preload("../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../addons/scenescore/rpc/grpc_channel.gd")
const RawMessage := preload("rpc/raw_message.gd")
const RawServer := preload("rpc/raw_server.gd")
const Status := preload("../addons/scenescore/rpc/grpc_status.gd")

var _channel: Channel
var _server: RawServer = null


func after_each() -> void:
	if _channel != null:
		_channel.close()


func test_a_refused_connection() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	var call := _start()
	check(not call.is_finished(), "a call never ends inside its start")
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "UNAVAILABLE")
	check("refused" in call.status.message, "it says why: %s" % call.status)
	equal(_channel.state, Channel.State.TRANSIENT_FAILURE)
	check("refused" in _channel.problem, "the channel says why")
	var next := _start()
	check(not next.is_finished(), "a call never ends inside its start")
	_channel.poll()
	check(next.is_finished(), "while the server cannot be reached, a call fails at once")


func test_a_missing_and_an_abandoned_unix_socket() -> void:
	var folder := DirAccess.create_temp("rpc")
	var listener := UDSServer.new()
	equal(listener.listen(folder.get_current_dir().path_join("served")), OK)
	# Under its new name it stays behind, as after a crash.
	equal(folder.rename("served", "left"), OK)
	listener.stop()
	for name: String in ["missing", "left"]:
		_channel = Channel.new("unix:" + folder.get_current_dir().path_join(name))
		var call := _start()
		check(await _wait(call.is_finished), "the call ends")
		equal(call.status.code_name(), "UNAVAILABLE")
		_channel.close()
	folder.remove("left")


func test_an_invalid_address() -> void:
	for target: String in ["", ":", "nonsense", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "example.org:80", "[::1]", "::1:80x"]:
		_channel = Channel.new(target)
		var call := _start()
		check(await _wait(call.is_finished), "%s ends the call" % target)
		equal(call.status.code_name(), "UNAVAILABLE")
		check("HOST:PORT" in call.status.message, "it says what an address looks like: %s" % call.status)
		_channel.close()


func test_localhost_and_ipv6_are_addresses() -> void:
	for host: String in ["localhost", "127.0.0.1", "[::1]"]:
		_channel = Channel.new("%s:%d" % [host, _free_port()])
		var call := _start()
		check(await _wait(call.is_finished), "%s ends the call" % host)
		check("HOST:PORT" not in call.status.message, "%s is an address" % host)
		_channel.close()


func test_a_waiting_call_is_sent_once_the_server_is_up() -> void:
	var port := _free_port()
	_channel = Channel.new("127.0.0.1:%d" % port)
	var states: Array[Channel.State] = []
	_channel.state_changed.connect(func(state: Channel.State) -> void: states.append(state))
	var call := _start()
	call.wait_for_ready = true
	check(await _wait(func() -> bool: return _channel.state == Channel.State.TRANSIENT_FAILURE), "the first attempt fails")
	check(not call.is_finished(), "the call waits")
	_server = RawServer.new(port)
	check(await _wait(func() -> bool: return _channel.state == Channel.State.READY), "the channel connects by itself")
	await _wait(func() -> bool: return not _server.body(1).is_empty())
	_server.send(_server.answer(1, "at last"))
	check(await _wait(call.is_finished), "the call ends")
	check(call.status.is_ok(), "the call went well")
	equal(_channel.problem, "")
	_server.hang_up()
	check(await _wait(func() -> bool: return _channel.state == Channel.State.IDLE), "without calls nobody wants to connect")
	equal(states.slice(0, 2), [Channel.State.CONNECTING, Channel.State.TRANSIENT_FAILURE])
	equal(states.slice(-3), [Channel.State.CONNECTING, Channel.State.READY, Channel.State.IDLE])


func test_pauses_between_attempts_grow() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	_channel.keep_connected = true
	var times: Array[int] = []
	_channel.state_changed.connect(
		func(state: Channel.State) -> void:
			if state == Channel.State.CONNECTING:
				times.append(Time.get_ticks_msec())
	)
	check(await _wait(func() -> bool: return times.size() == 4, 10.0), "it tries on and on")
	# Half to one and a half times 0.25, 0.5 and 1 s.
	for i: int in 3:
		var pause := times[i + 1] - times[i]
		check(pause >= 125 * 2 ** i - 50, "pause %d is long enough: %d ms" % [i, pause])


func test_a_deadline_ends_a_call_to_a_silent_server() -> void:
	var listener := TCPServer.new()
	listener.listen(0, "127.0.0.1")
	_channel = Channel.new("127.0.0.1:%d" % listener.get_local_port())
	var call := _start(0.2)
	var start := Time.get_ticks_msec()
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "DEADLINE_EXCEEDED")
	check(Time.get_ticks_msec() - start >= 200, "it has waited")
	equal(_channel.state, Channel.State.CONNECTING)


func test_cancelling_is_immediate_and_final() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	var call := _start()
	var endings: Array[Status] = []
	call.finished.connect(func(status: Status) -> void: endings.append(status))
	call.cancel()
	equal(call.status.code_name(), "CANCELLED")
	call.cancel()
	for i: int in 50:
		_channel.poll()
		OS.delay_msec(1)
	equal(endings.size(), 1)
	equal(call.send(RawMessage.new()), ERR_UNAVAILABLE)


func test_a_closed_channel_ends_its_calls_and_rejects_new_ones() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	var call := _start()
	_channel.close()
	equal(call.status.code_name(), "CANCELLED")
	equal(_channel.state, Channel.State.SHUTDOWN)
	var late := _start()
	check(not late.is_finished(), "a call never ends inside its start")
	check(await wait_until(late.is_finished), "nobody need poll a closed channel")
	equal(late.status.code_name(), "CANCELLED")


func test_signal_handlers_may_poll_start_cancel_and_close() -> void:
	_server = RawServer.new()
	_channel = Channel.new(_server.target)
	var seen: Array[String] = []
	var first := _start()
	var second := _start()
	var third := _start()
	first.response_received.connect(
		func(response: RawMessage) -> void:
			seen.append(response.bytes.get_string_from_ascii())
			_channel.poll()
			second.cancel()
			_start()
	)
	first.finished.connect(
		func(_status: Status) -> void:
			seen.append("first")
			_channel.close()
	)
	third.finished.connect(func(status: Status) -> void: seen.append("third " + status.code_name()))
	await _wait(func() -> bool: return not _server.body(5).is_empty())
	var a := _server.message(1, "a".to_ascii_buffer())
	var b := _server.message(1, "b".to_ascii_buffer())
	_server.send(_server.answer_headers(1) + a + b + _server.trailers(1))
	check(await _wait(third.is_finished), "all end")
	equal(seen, ["a", "b", "first", "third CANCELLED"])
	equal(second.status.code_name(), "CANCELLED")


func test_a_poll_keeps_its_budget_and_loses_nothing() -> void:
	_server = RawServer.new()
	_channel = Channel.new(_server.target)
	var call := _start()
	# An array, for a lambda can't count in a number.
	var seen: Array[int] = []
	call.response_received.connect(func(_response: RawMessage) -> void: seen.append(1))
	await _wait(func() -> bool: return not _server.body(1).is_empty())
	var many := PackedByteArray()
	for i: int in 3000:
		many.append_array(_server.message(1, PackedByteArray([1])))
	_server.send(_server.answer_headers(1) + many)
	OS.delay_msec(50)
	_channel.poll_budget_us = 200
	while seen.is_empty():
		_channel.poll()
	check(seen.size() < 3000, "one poll delivers some: %d" % seen.size())
	_channel.poll_budget_us = 2000
	check(await _wait(func() -> bool: return seen.size() == 3000), "the others follow: %d" % seen.size())


func test_the_oldest_droppable_request_is_dropped() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	var call := _channel.start_call("/test.Test/Chat", RawMessage)
	call.max_queued = 2
	for text: String in ["a", "b", "keep", "c", "d"]:
		equal(call.send(RawMessage.new(text.to_ascii_buffer()), text != "keep"), OK)
	equal(call.dropped, 2)
	equal(call.queued, 3)
	var left: Array[String] = []
	while call.has_requests():
		left.append(call.pop_request().get_string_from_ascii())
	equal(left, ["keep", "c", "d"])
	call.end_requests()
	equal(call.send(RawMessage.new()), ERR_UNAVAILABLE)


func test_a_response_that_cannot_be_read() -> void:
	_server = RawServer.new()
	_channel = Channel.new(_server.target)
	var call := _channel.start_call("/test.Test/Echo", Unreadable)
	call.send(RawMessage.new())
	await _wait(func() -> bool: return not _server.body(1).is_empty())
	_server.send(_server.answer(1, "?"))
	check(await _wait(call.is_finished), "the call ends")
	equal(call.status.code_name(), "INTERNAL")


func test_metadata_that_cannot_be_sent_ends_the_call() -> void:
	_channel = Channel.new("127.0.0.1:%d" % _free_port())
	var bads: Array[PackedStringArray] = [
		["", "x"], ["ä", "x"], ["a b", "x"], [":path", "x"], ["grpc-timeout", "1S"], ["te", "x"], ["a", "ä"], ["a", "b\r\n"],
	]
	for pair: PackedStringArray in bads:
		var bad: Dictionary[String, String] = {pair[0]: pair[1]}
		var call := _channel.start_call("/test.Test/Echo", RawMessage, 0.0, bad)
		check(not call.is_finished(), "a call never ends inside its start")
		_channel.poll()
		equal(call.status.code_name(), "INTERNAL", str(bad))
	equal(_channel.state, Channel.State.IDLE)


func _start(deadline_s: float = 0.0) -> Call:
	var call := _channel.start_call("/test.Test/Echo", RawMessage, deadline_s)
	call.send(RawMessage.new("question".to_ascii_buffer()))
	call.end_requests()
	return call


func _wait(condition: Callable, seconds: float = 5.0) -> bool:
	return await wait_until(
		func() -> bool:
			if _server != null:
				_server.poll()
			_channel.poll()
			return condition.call(),
		seconds
	)


# Returns a port on which, almost certainly, no server listens.
func _free_port() -> int:
	var listener := TCPServer.new()
	listener.listen(0, "127.0.0.1")
	var port := listener.get_local_port()
	listener.stop()
	return port


## A message that no bytes can be parsed as.
class Unreadable:
	extends RawMessage

	func merge_from_bytes(_data: PackedByteArray) -> Error:
		return ERR_PARSE_ERROR
