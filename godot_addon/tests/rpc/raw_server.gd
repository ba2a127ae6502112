extends RefCounted
## A server that sends exactly what a test wants, and stores the client's frames.

const Frame := preload("../../addons/scenescore/rpc/http2_frame.gd")
const HpackEncoder := preload("../../addons/scenescore/rpc/hpack_encoder.gd")


## A frame that the client has sent.
class Heard:
	extends RefCounted
	var type: int
	var flags: int
	var stream: int
	var payload: PackedByteArray


## The server's address.
var target: String
## What the client has sent on the newest connection, without the preface.
var heard: Array[Heard] = []
## The number of connections so far.
var connections: int = 0

var _listener := TCPServer.new()
var _peer: StreamPeerTCP = null
var _received := PackedByteArray()
var _encoder: HpackEncoder


func _init(port: int = 0) -> void:
	_listener.listen(port, "127.0.0.1")
	target = "127.0.0.1:%d" % _listener.get_local_port()


## Sends SETTINGS, or [param greeting], to a client that has connected, and reads what it has sent.
func poll(greeting: PackedByteArray = Frame.settings({})) -> void:
	if _listener.is_connection_available():
		_peer = _listener.take_connection()
		_peer.set_no_delay(true)
		connections += 1
		heard.clear()
		_received.clear()
		_encoder = HpackEncoder.new()
		send(greeting)
	if _peer == null:
		return
	_peer.poll()
	if _peer.get_status() == StreamPeerTCP.STATUS_CONNECTED and _peer.get_available_bytes() > 0:
		_received.append_array(_peer.get_partial_data(_peer.get_available_bytes())[1])
		_take_frames()


## Whether the client has closed the connection.
func is_left() -> bool:
	return _peer != null and _peer.get_status() != StreamPeerTCP.STATUS_CONNECTED


## Sends bytes.
func send(bytes: PackedByteArray) -> void:
	_peer.put_data(bytes)


## Closes the connection.
func hang_up() -> void:
	_peer.disconnect_from_host()
	_peer = null


## Returns a frame with any payload.
func frame(type: int, flags: int, stream: int, payload: PackedByteArray = PackedByteArray()) -> PackedByteArray:
	return Frame.header(payload.size(), type, flags, stream) + payload


## Returns a HEADERS frame of pairs, `["name", "value"]`.
func headers(stream: int, pairs: Array[PackedStringArray], flags: int = Frame.FLAG_END_HEADERS) -> PackedByteArray:
	return frame(Frame.Type.HEADERS, flags, stream, _encoder.encode(pairs))


## Returns the headers of a response.
func answer_headers(stream: int) -> PackedByteArray:
	return headers(stream, [[":status", "200"], ["content-type", "application/grpc"]])


## Returns the trailers that end a call.
func trailers(stream: int, status: int = 0) -> PackedByteArray:
	return headers(stream, [["grpc-status", str(status)]], Frame.FLAG_END_HEADERS | Frame.FLAG_END_STREAM)


## Returns a DATA frame with a complete message.
func message(stream: int, content: PackedByteArray) -> PackedByteArray:
	var size := content.size()
	var prefix := PackedByteArray([0, size >> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff])
	return frame(Frame.Type.DATA, 0, stream, prefix + content)


## Returns a complete response with [param text].
func answer(stream: int, text: String) -> PackedByteArray:
	return answer_headers(stream) + message(stream, text.to_utf8_buffer()) + trailers(stream)


## Returns the frames of [param type] that the client has sent, only of [param stream] unless it is -1.
func heard_of(type: int, stream: int = -1) -> Array[Heard]:
	return heard.filter(func(one: Heard) -> bool: return one.type == type and (stream < 0 or one.stream == stream))


## Returns the bytes of the requests on [param stream] so far.
func body(stream: int) -> PackedByteArray:
	var bytes := PackedByteArray()
	for one: Heard in heard_of(Frame.Type.DATA, stream):
		bytes.append_array(one.payload)
	return bytes


func _take_frames() -> void:
	var preface := Frame.PREFACE.to_ascii_buffer()
	if _received.slice(0, preface.size()) == preface:
		_received = _received.slice(preface.size())
	while _received.size() >= Frame.HEADER_BYTES:
		var size := (_received[0] << 16) | (_received[1] << 8) | _received[2]
		if _received.size() < Frame.HEADER_BYTES + size:
			return
		var one := Heard.new()
		one.type = _received[3]
		one.flags = _received[4]
		one.stream = (_received[5] << 24) | (_received[6] << 16) | (_received[7] << 8) | _received[8]
		one.payload = _received.slice(Frame.HEADER_BYTES, Frame.HEADER_BYTES + size)
		heard.append(one)
		_received = _received.slice(Frame.HEADER_BYTES + size)
