extends RefCounted
## The writing half of an HTTP/2 connection: its state, its streams, and what the client sends. Nothing blocks:
## [method flush] sends what was written.

const _Frame := preload("http2_frame.gd")
const _HpackEncoder := preload("hpack_encoder.gd")
const _Settings := preload("http2_settings.gd")
const _Socket := preload("http2_socket.gd")
const _Stream := preload("http2_stream.gd")

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const State := Http2WriterState

enum Http2WriterState {
	OPENING,  ## The server has not yet sent its SETTINGS.
	READY,  ## Streams may be opened.
	DRAINING,  ## Open streams continue; new ones need another connection.
	CLOSED,  ## The connection has ended; [member problem] says why.
}

## The receive window of the whole connection, in bytes.
const WINDOW := 4 << 20
## The largest list of headers that is read, in bytes.
const MAX_HEADER_LIST := 65536
## No more requests are written while this many bytes wait for the server.
const MAX_REQUEST_QUEUE_BYTES := 65536
## The connection is closed when this many bytes wait for a server that doesn't read them.
const MAX_QUEUE_BYTES := 1 << 20

## The state of the connection.
var state: Http2WriterState = Http2WriterState.OPENING

## Why the connection was closed or drains, for people.
var problem: String = ""

var _socket: _Socket
var _has_sent_preface: bool = false
var _settings: _Settings = _Settings.new()
var _encoder: _HpackEncoder = _HpackEncoder.new()
var _streams: Dictionary[int, _Stream] = {}
var _next_id: int = 1
var _send_window: int = _Frame.DEFAULT_WINDOW


## Starts connecting to [param target], [code]HOST:PORT[/code] or [code]unix:/PATH[/code].
func _init(target: String) -> void:
	_socket = _Socket.new(target)


## Sends as much as the server accepts now.
func flush() -> void:
	_socket.flush()


## Whether a stream may be opened now.
func can_open() -> bool:
	return state == Http2WriterState.READY and _streams.size() < _settings.max_streams


## Whether no stream is open.
func is_idle() -> bool:
	return _streams.is_empty()


## Opens a stream with [param headers].
func open_stream(headers: Array[PackedStringArray]) -> _Stream:
	var stream := _Stream.new(_next_id, _settings.initial_window)
	_streams[_next_id] = stream
	_socket.write(_Frame.headers(_next_id, _encoder.encode(headers)))
	_next_id += 2
	if _next_id > _Frame.MAX_WINDOW:
		problem = "no more streams on this connection"
		state = Http2WriterState.DRAINING
	return stream


## Sends one frame of [param body] from its position, as large as the windows allow. With [param ends], the last byte ends
## this side of [param stream]. Returns false when it must wait.
func send_data(stream: _Stream, body: StreamPeerBuffer, ends: bool) -> bool:
	var left := body.get_size() - body.get_position()
	var size := mini(mini(left, _Frame.MAX_PAYLOAD), mini(_send_window, stream.send_window))
	if (size <= 0 and left > 0) or _socket.queued_bytes() >= MAX_REQUEST_QUEUE_BYTES:
		return false
	# An empty frame needs no window; settings may have made it negative.
	size = maxi(size, 0)
	var last := ends and size == left
	_socket.write(_Frame.header(size, _Frame.Type.DATA, _Frame.FLAG_END_STREAM if last else 0, stream.id))
	if size > 0:
		var part: PackedByteArray = body.get_data(size)[1]
		_socket.write(part)
	_send_window -= size
	stream.send_window -= size
	stream.local_ended = last
	return true


## Resets [param stream].
func reset_stream(stream: _Stream, error: _Frame.ErrorCode) -> void:
	if not stream.is_over:
		_socket.write(_Frame.rst_stream(stream.id, error))
		_forget(stream)


## Ends the connection.
func close() -> void:
	_send_goaway(_Frame.ErrorCode.NO_ERROR, "")
	_end(-1, "closed")


func _send_preface() -> void:
	_socket.poll()
	if _socket.state != _Socket.State.CONNECTED:
		return
	_has_sent_preface = true
	_socket.write(_Frame.PREFACE.to_ascii_buffer())
	_socket.write(_Frame.settings({
		_Frame.Setting.ENABLE_PUSH: 0,
		_Frame.Setting.INITIAL_WINDOW_SIZE: _Stream.WINDOW,
		_Frame.Setting.MAX_HEADER_LIST_SIZE: MAX_HEADER_LIST,
	}))
	_socket.write(_Frame.window_update(0, WINDOW - _Frame.DEFAULT_WINDOW))


func _reply(bytes: PackedByteArray) -> void:
	_socket.write(bytes)
	if _socket.queued_bytes() > MAX_QUEUE_BYTES:
		_fail(_Frame.ErrorCode.ENHANCE_YOUR_CALM, "it sends requests and never reads the replies")


# The server has ended a stream.
func _end_stream(stream: _Stream) -> void:
	if not stream.local_ended:
		# The server will not read the rest of the requests.
		_socket.write(_Frame.rst_stream(stream.id, _Frame.ErrorCode.NO_ERROR))
	_forget(stream)


func _forget(stream: _Stream) -> void:
	stream.is_over = true
	_streams.erase(stream.id)


# The server broke the protocol: the connection can't be used any more.
func _fail(error: _Frame.ErrorCode, reason: String) -> void:
	_send_goaway(error, reason)
	if state == Http2WriterState.OPENING:
		_end(error, "the server does not speak HTTP/2, so it is not a gRPC server (%s)" % reason)
	else:
		_end(_Frame.ErrorCode.PROTOCOL_ERROR, "the server broke HTTP/2's rules: %s" % reason)


func _send_goaway(error: _Frame.ErrorCode, reason: String) -> void:
	if _has_sent_preface:
		_socket.write(_Frame.goaway(error, reason))
		_socket.flush()


func _end(error: int, reason: String) -> void:
	problem = reason
	state = Http2WriterState.CLOSED
	_socket.close()
	for stream: _Stream in _streams.values():
		_forget(stream)
		stream.broken.emit(error, reason)
