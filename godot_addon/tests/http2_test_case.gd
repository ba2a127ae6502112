extends "test_case.gd"
## The client's HTTP/2, frame by frame, against a peer that sends what a test wants.

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
