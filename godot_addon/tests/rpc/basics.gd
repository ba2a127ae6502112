extends SceneTree
## Makes every kind of call to the server of tests/godot/test_rpc_basics.py, and prints the result of each scene
## as one line of JSON: godot --headless --path godot_addon -s res://tests/rpc/basics.gd -- TARGET

const Call := preload("../../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../../addons/scenescore/rpc/grpc_channel.gd")
const GrpcStatus := preload("../../addons/scenescore/rpc/grpc_status.gd")
const RawMessage := preload("raw_message.gd")

var _channel: Channel


func _initialize() -> void:
	_channel = Channel.new(OS.get_cmdline_user_args()[0], {"x-of-channel": "yes"})
	_play.call_deferred()


func _process(_delta: float) -> bool:
	_channel.poll()
	return false


func _play() -> void:
	for scene: String in [
		"unary", "large", "server_stream", "client_stream", "bidi", "frames", "droppable", "metadata", "error", "unknown_method", "deadline",
		"cancel", "cancelled_stream", "too_large", "many_at_once", "bad_metadata", "close",
	]:
		var result: Dictionary = await call("_" + scene)
		print(JSON.stringify({"scene": scene, "result": result}))
	quit()


func _unary() -> Dictionary:
	var call := await _ask("Echo", "hello".to_utf8_buffer())
	return _told(call, {"text": _text(call.response)})


func _large() -> Dictionary:
	var bytes := PackedByteArray()
	bytes.resize(3_000_000)
	bytes.fill(7)
	bytes[-1] = 9
	var call := await _ask("Echo", bytes)
	return _told(call, {"same": (call.response as RawMessage).bytes == bytes})


func _server_stream() -> Dictionary:
	var seen: Array[String] = []
	var call := _channel.start_call("/test.Test/Count", RawMessage)
	call.response_received.connect(func(response: RawMessage) -> void: seen.append(_text(response)))
	call.send(RawMessage.new("5".to_utf8_buffer()))
	call.end_requests()
	await call.finished
	return _told(call, {"seen": seen})


func _client_stream() -> Dictionary:
	var call := _channel.start_call("/test.Test/Sum", RawMessage)
	for i: int in 100:
		call.send(RawMessage.new(str(i).to_utf8_buffer()))
		if i % 10 == 0:
			await process_frame
	call.end_requests()
	await call.finished
	return _told(call, {"sum": _text(call.response)})


func _bidi() -> Dictionary:
	var seen: Array[String] = []
	var call := _channel.start_call("/test.Test/Chat", RawMessage)
	call.response_received.connect(
		func(response: RawMessage) -> void:
			seen.append(_text(response))
			if seen.size() == 20:
				call.end_requests()
			else:
				call.send(RawMessage.new(str(seen.size()).to_utf8_buffer()))
	)
	call.send(RawMessage.new("0".to_utf8_buffer()))
	await call.finished
	return _told(call, {"seen": seen})


# Ten thousand frames of a game in both directions.
func _frames() -> Dictionary:
	var seen: Array[int] = []
	var call := _channel.start_call("/test.Test/Chat", RawMessage)
	call.response_received.connect(
		func(response: RawMessage) -> void:
			seen.append(response.bytes.decode_u32(0) if response.bytes.size() == 19_200 else -1)
	)
	for i: int in 10_000:
		var frame := PackedByteArray()
		frame.resize(19_200)
		frame.encode_u32(0, i)
		call.send(RawMessage.new(frame))
		if i % 100 == 0:
			await process_frame
	call.end_requests()
	if not call.is_finished():
		await call.finished
	return _told(call, {"received": seen.size(), "in_order": seen == Array(range(10_000), TYPE_INT, "", null)})


# All in one frame, so that none is written before the last: the newest four remain.
func _droppable() -> Dictionary:
	var call := _channel.start_call("/test.Test/Sum", RawMessage)
	for i: int in 10:
		call.send(RawMessage.new(str(i).to_utf8_buffer()), true)
	call.end_requests()
	await call.finished
	return _told(call, {"sum": _text(call.response), "dropped": call.dropped})


func _metadata() -> Dictionary:
	var metadata: Dictionary[String, String] = {"x-of-call": "some, text", "X-Data-Bin": Marshalls.raw_to_base64(PackedByteArray([0, 255]))}
	var call := await _ask("Metadata", PackedByteArray(), 60.0, metadata)
	return _told(call, {
		"heard": JSON.parse_string(_text(call.response)), "initial": call.initial_metadata,
		"trailers": call.status.trailers,
	})


func _error() -> Dictionary:
	var call := await _ask("Fail", PackedByteArray())
	return _told(call, {"details": call.status.details.hex_encode(), "response": call.response, "trailers": call.status.trailers})


func _unknown_method() -> Dictionary:
	return _told(await _ask("NoSuchMethod", PackedByteArray()))


func _deadline() -> Dictionary:
	var start := Time.get_ticks_msec()
	var call := await _ask("Wait", PackedByteArray(), 0.3)
	return _told(call, {"took_ms": Time.get_ticks_msec() - start})


func _cancel() -> Dictionary:
	var call := _channel.start_call("/test.Test/Wait", RawMessage)
	call.send(RawMessage.new())
	call.end_requests()
	await create_timer(0.1).timeout
	call.cancel()
	return _told(call, {"after": (await _ask("Echo", "still here".to_utf8_buffer())).status.code_name()})


func _cancelled_stream() -> Dictionary:
	var seen: Array[String] = []
	var endings: Array[String] = []
	var call := _channel.start_call("/test.Test/Count", RawMessage)
	call.finished.connect(func(_status: GrpcStatus) -> void: endings.append("finished"))
	call.response_received.connect(
		func(response: RawMessage) -> void:
			seen.append(_text(response))
			if seen.size() == 3:
				call.cancel()
	)
	call.send(RawMessage.new("100000".to_utf8_buffer()))
	await create_timer(0.2).timeout
	return _told(call, {"seen": seen, "endings": endings.size()})


func _too_large() -> Dictionary:
	var call := await _ask("Large", "5000000".to_utf8_buffer())
	return _told(call, {"after": (await _ask("Echo", PackedByteArray())).status.code_name()})


func _many_at_once() -> Dictionary:
	var calls: Array[Call] = []
	for i: int in 200:
		var call := _channel.start_call("/test.Test/Echo", RawMessage)
		call.send(RawMessage.new(str(i).to_utf8_buffer()))
		call.end_requests()
		calls.append(call)
	for call: Call in calls:
		if not call.is_finished():
			await call.finished
	var right := 0
	for i: int in 200:
		right += int(_text(calls[i].response) == str(i))
	return {"right": right}


func _bad_metadata() -> Dictionary:
	return _told(await _ask("Echo", PackedByteArray(), 0.0, {"x": "two\nlines"}))


func _close() -> Dictionary:
	var call := _channel.start_call("/test.Test/Wait", RawMessage)
	_channel.close()
	var late := await _ask("Echo", PackedByteArray())
	return _told(call, {"late": late.status.code_name()})


func _ask(
	method: String, request: PackedByteArray, deadline_s: float = 10.0, metadata: Dictionary[String, String] = {}
) -> Call:
	var call := _channel.start_call("/test.Test/" + method, RawMessage, deadline_s, metadata)
	call.send(RawMessage.new(request))
	call.end_requests()
	if not call.is_finished():
		await call.finished
	return call


func _told(call: Call, more: Dictionary = {}) -> Dictionary:
	return more.merged({"code": call.status.code_name(), "message": call.status.message})


func _text(message: RawMessage) -> String:
	return message.bytes.get_string_from_utf8()
