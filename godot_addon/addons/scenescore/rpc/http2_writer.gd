extends RefCounted
## The writing half of an HTTP/2 connection: its state, its streams and all that this side sends. Nothing blocks: what
## is written goes out at [method flush].

const _Frame := preload("http2_frame.gd")
const _HpackEncoder := preload("hpack_encoder.gd")
const _Settings := preload("http2_settings.gd")
const _Socket := preload("http2_socket.gd")
const _Stream := preload("http2_stream.gd")

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const State := Http2WriterState

enum Http2WriterState {
	OPENING,  ## The server has not yet sent its SETTINGS.
	READY,  ## Streams may be opened.
	DRAINING,  ## The open streams go on, new ones need another connection.
	CLOSED,  ## Over; [member problem] says why.
}

## What the server may send ahead of us on all streams together.
const WINDOW := 4 << 20
## The longest list of headers that is read.
const MAX_HEADER_LIST := 65536
## No more requests are written while this much waits for the server.
const QUEUE_BYTES := 65536
## A server that makes us answer this much and reads none of it is given up.
const MAX_QUEUE_BYTES := 1 << 20

## Where the connection stands.
var state: Http2WriterState = Http2WriterState.OPENING

## Why it closed or drains, for people.
var problem: String = ""

var _socket: _Socket
var _greeted: bool = false
var _settings: _Settings = _Settings.new()
var _encoder: _HpackEncoder = _HpackEncoder.new()
var _streams: Dictionary[int, _Stream] = {}
var _next_id: int = 1
var _send_window: int = _Frame.DEFAULT_WINDOW


## Starts to connect to [param target], [code]HOST:PORT[/code] or [code]unix:/PATH[/code].
func _init(target: String) -> void:
	_socket = _Socket.new(target)


## Sends what the server takes now.
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


## Sends one frame of [param body] from where it stands, as much as the windows leave room for, and ends this side of
## [param stream] behind its last byte when [param ends]. False when it must wait.
func send_data(stream: _Stream, body: StreamPeerBuffer, ends: bool) -> bool:
	var left := body.get_size() - body.get_position()
	var size := mini(mini(left, _Frame.MAX_PAYLOAD), mini(_send_window, stream.send_window))
	if (size <= 0 and left > 0) or _socket.queued_bytes() >= QUEUE_BYTES:
		return false
	# Nothing to send needs no window, not even one that settings have left below zero.
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


## Ends [param stream] from this side, before its time.
func reset_stream(stream: _Stream, error: _Frame.ErrorCode) -> void:
	if not stream.is_over:
		_socket.write(_Frame.rst_stream(stream.id, error))
		_forget(stream)


## Ends the connection.
func close() -> void:
	_say_goodbye(_Frame.ErrorCode.NO_ERROR, "")
	_end(-1, "closed")


func _greet() -> void:
	_socket.poll()
	if _socket.state != _Socket.State.CONNECTED:
		return
	_greeted = true
	_socket.write(_Frame.PREFACE.to_ascii_buffer())
	_socket.write(_Frame.settings({
		_Frame.Setting.ENABLE_PUSH: 0,
		_Frame.Setting.INITIAL_WINDOW_SIZE: _Stream.WINDOW,
		_Frame.Setting.MAX_HEADER_LIST_SIZE: MAX_HEADER_LIST,
	}))
	_socket.write(_Frame.window_update(0, WINDOW - _Frame.DEFAULT_WINDOW))


func _answer(bytes: PackedByteArray) -> void:
	_socket.write(bytes)
	if _socket.queued_bytes() > MAX_QUEUE_BYTES:
		_fail(_Frame.ErrorCode.ENHANCE_YOUR_CALM, "it asks and never reads the answers")


# The server has said its last on a stream.
func _end_stream(stream: _Stream) -> void:
	if not stream.local_ended:
		# It will not read the rest of the requests.
		_socket.write(_Frame.rst_stream(stream.id, _Frame.ErrorCode.NO_ERROR))
	_forget(stream)


func _forget(stream: _Stream) -> void:
	stream.is_over = true
	_streams.erase(stream.id)


# The server broke the rules: the connection is of no use any more.
func _fail(error: _Frame.ErrorCode, why: String) -> void:
	_say_goodbye(error, why)
	if state == Http2WriterState.OPENING:
		_end(error, "what answers there does not speak HTTP/2, so it is no gRPC server (%s)" % why)
	else:
		_end(_Frame.ErrorCode.PROTOCOL_ERROR, "the server broke HTTP/2's rules: %s" % why)


func _say_goodbye(error: _Frame.ErrorCode, why: String) -> void:
	if _greeted:
		_socket.write(_Frame.goaway(error, why))
		_socket.flush()


func _end(error: int, why: String) -> void:
	problem = why
	state = Http2WriterState.CLOSED
	_socket.close()
	for stream: _Stream in _streams.values():
		_forget(stream)
		stream.broken.emit(error, why)
