extends RefCounted
## One HTTP/2 connection in cleartext with prior knowledge (RFC 9113): the client's side.
##
## [method poll] reads, [method flush] writes; nothing here blocks, and no keepalive pings are sent (gRPC servers end
## connections that ping while idle).

const Frame := preload("http2_frame.gd")
const HpackDecoder := preload("hpack_decoder.gd")
const HpackEncoder := preload("hpack_encoder.gd")
const Settings := preload("http2_settings.gd")
const Socket := preload("http2_socket.gd")
const Stream := preload("http2_stream.gd")

enum State {
	OPENING,  ## The server has not yet sent its SETTINGS.
	READY,  ## Streams may be opened.
	DRAINING,  ## The open streams go on, new ones need another connection.
	CLOSED,  ## Over; [member problem] says why.
}

const CONNECT_TIMEOUT_US := 10_000_000
const READ_BYTES := 65536
## A header block beyond this ends the connection.
const MAX_HEADER_BLOCK := 65536
## What the server may send ahead of us, on one stream and in all.
const STREAM_WINDOW := 1 << 20
const CONNECTION_WINDOW := 4 << 20
## No more requests are written while this much waits for the server.
const QUEUE_BYTES := 65536
## A server that makes us answer this much without reading it is given up.
const MAX_QUEUE_BYTES := 1 << 20

## Where the connection stands.
var state: State = State.OPENING

## Why it closed or drains, for people.
var problem: String = ""

var _socket: Socket
var _target: String
var _give_up_us: int = Time.get_ticks_usec() + CONNECT_TIMEOUT_US
var _greeted: bool = false
var _settings: Settings = Settings.new()
var _decoder: HpackDecoder = HpackDecoder.new()
var _encoder: HpackEncoder = HpackEncoder.new()
var _streams: Dictionary[int, Stream] = {}
var _next_id: int = 1
var _send_window: int = Frame.DEFAULT_WINDOW
var _receive_window: int = CONNECTION_WINDOW
var _unacknowledged: int = 0
var _in: PackedByteArray = PackedByteArray()
var _at: int = 0
var _block: PackedByteArray = PackedByteArray()
var _block_stream: int = 0
var _block_ends_stream: bool = false


## Starts to connect to [param target], [code]HOST:PORT[/code] or [code]unix:/PATH[/code].
func _init(target: String) -> void:
	_target = target
	_socket = Socket.new(target)


## Reads what has come and tells the streams, until [param until_us] at most; at least one frame a call.
func poll(until_us: int) -> void:
	if state == State.CLOSED:
		return
	if not _greeted:
		_greet()
	while state != State.CLOSED and _read_frames(until_us):
		var bytes := _socket.read(READ_BYTES)
		if bytes.is_empty():
			_socket.poll()
			break
		if _at == _in.size():
			_in = bytes
		else:
			# Less than one frame is left over, so this copies little.
			_in = _in.slice(_at)
			_in.append_array(bytes)
		_at = 0
	if state != State.CLOSED:
		if _socket.state == Socket.State.CLOSED:
			_end(_socket.problem)
		elif state == State.OPENING and Time.get_ticks_usec() > _give_up_us:
			_end("no answer within %d s" % (CONNECT_TIMEOUT_US / 1_000_000))


## Sends what the server takes now.
func flush() -> void:
	_socket.flush()


## Whether a stream may be opened now.
func can_open() -> bool:
	return state == State.READY and _streams.size() < _settings.max_streams


## Whether no stream is open.
func is_idle() -> bool:
	return _streams.is_empty()


## Opens a stream with [param headers].
func open_stream(headers: Array[PackedStringArray]) -> Stream:
	var stream := Stream.new(_next_id, _settings.initial_window, STREAM_WINDOW)
	_streams[_next_id] = stream
	_socket.write(Frame.headers(_next_id, _encoder.encode(headers)))
	_next_id += 2
	if _next_id > Frame.MAX_WINDOW:
		state = State.DRAINING
	return stream


## Sends one frame of [param body] from [param from] on, as much as the windows leave room for, and ends this side of
## [param stream] behind the last byte when [param ends]. Answers the bytes taken, or -1 when it must wait.
func send_data(stream: Stream, body: PackedByteArray, from: int, ends: bool) -> int:
	var left := body.size() - from
	var size := mini(mini(left, Frame.MAX_PAYLOAD), mini(_send_window, stream.send_window))
	if (size <= 0 and left > 0) or _socket.queued_bytes() >= QUEUE_BYTES:
		return -1
	var last := ends and size == left
	_socket.write(Frame.header(size, Frame.Type.DATA, Frame.FLAG_END_STREAM if last else 0, stream.id))
	_socket.write(body if size == body.size() else body.slice(from, from + size))
	_send_window -= size
	stream.send_window -= size
	stream.local_ended = last
	return size


## Ends [param stream] from this side, before its time.
func reset_stream(stream: Stream, error: Frame.ErrorCode) -> void:
	if not stream.is_over:
		_socket.write(Frame.rst_stream(stream.id, error))
		_forget(stream)


## Ends the connection and breaks the open streams.
func close(error: Frame.ErrorCode, why: String) -> void:
	if state == State.CLOSED:
		return
	if _greeted:
		_socket.write(Frame.goaway(error, why))
		_socket.flush()
	_end(why)


func _greet() -> void:
	_socket.poll()
	if _socket.state != Socket.State.CONNECTED:
		return
	_greeted = true
	_socket.write(Frame.PREFACE.to_ascii_buffer())
	_socket.write(Frame.settings({
		Frame.Setting.ENABLE_PUSH: 0,
		Frame.Setting.INITIAL_WINDOW_SIZE: STREAM_WINDOW,
		Frame.Setting.MAX_HEADER_LIST_SIZE: MAX_HEADER_BLOCK,
	}))
	_socket.write(Frame.window_update(0, CONNECTION_WINDOW - Frame.DEFAULT_WINDOW))


# Whether more bytes are wanted: false once the connection is closed or the time is up.
func _read_frames(until_us: int) -> bool:
	while _in.size() - _at >= Frame.HEADER_BYTES:
		var size := (_in[_at] << 16) | (_in[_at + 1] << 8) | _in[_at + 2]
		var type := _in[_at + 3]
		if state == State.OPENING and (type != Frame.Type.SETTINGS or _in[_at + 4] & Frame.FLAG_ACK):
			_fail(Frame.ErrorCode.PROTOCOL_ERROR, "%s does not speak HTTP/2, so it is no gRPC server" % _target)
			return false
		if size > Frame.MAX_PAYLOAD:
			_fail(Frame.ErrorCode.FRAME_SIZE_ERROR, "a frame of %d bytes" % size)
			return false
		var from := _at + Frame.HEADER_BYTES
		if _in.size() < from + size:
			return true
		var flags := _in[_at + 4]
		var id := Frame.u32(_in, _at + 5) & 0x7fffffff
		_at = from + size
		_read_frame(type, flags, id, from, _at)
		if state == State.CLOSED or Time.get_ticks_usec() >= until_us:
			return false
	return true


func _read_frame(type: int, flags: int, id: int, from: int, to: int) -> void:
	if _block_stream != 0 and not (type == Frame.Type.CONTINUATION and id == _block_stream):
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "headers that were never ended")
		return
	match type:
		Frame.Type.DATA:
			_read_data(flags, id, from, to)
		Frame.Type.HEADERS:
			_read_headers(flags, id, from, to)
		Frame.Type.CONTINUATION:
			_read_continuation(flags, id, from, to)
		Frame.Type.WINDOW_UPDATE:
			_read_window_update(id, from, to)
		Frame.Type.RST_STREAM:
			_read_rst_stream(id, from, to)
		Frame.Type.PING:
			_read_ping(flags, id, from, to)
		Frame.Type.SETTINGS:
			_read_settings(flags, id, from, to)
		Frame.Type.GOAWAY:
			_read_goaway(id, from, to)
		Frame.Type.PRIORITY:
			if id == 0:
				_fail(Frame.ErrorCode.PROTOCOL_ERROR, "a priority for no stream")
		Frame.Type.PUSH_PROMISE:
			_fail(Frame.ErrorCode.PROTOCOL_ERROR, "a push, which we refused")
		# Frames of unknown types are extensions, to be ignored.


func _read_data(flags: int, id: int, from: int, to: int) -> void:
	var size := to - from
	var stream := _stream(id)
	if state == State.CLOSED:
		return
	# Padding and the bytes of streams that are over count as well.
	_receive_window -= size
	_unacknowledged += size
	if _receive_window < 0:
		_fail(Frame.ErrorCode.FLOW_CONTROL_ERROR, "more data than the connection had room for")
		return
	if _unacknowledged >= CONNECTION_WINDOW / 2:
		_socket.write(Frame.window_update(0, _unacknowledged))
		_receive_window += _unacknowledged
		_unacknowledged = 0
	if flags & Frame.FLAG_PADDED:
		to = _without_padding(from, to)
		from += 1
	if stream == null or state == State.CLOSED:
		return
	stream.receive_window -= size
	if stream.receive_window < 0:
		_break(stream, Frame.ErrorCode.FLOW_CONTROL_ERROR, "more data than the stream had room for")
		return
	var ended := flags & Frame.FLAG_END_STREAM != 0
	if ended:
		_remote_ended(stream)
	stream.data_received.emit(_in, from, to, ended)
	stream.unacknowledged += size
	if not stream.is_over and stream.unacknowledged >= STREAM_WINDOW / 2:
		_socket.write(Frame.window_update(id, stream.unacknowledged))
		stream.receive_window += stream.unacknowledged
		stream.unacknowledged = 0


func _read_headers(flags: int, id: int, from: int, to: int) -> void:
	_stream(id)
	if state == State.CLOSED:
		return
	if flags & Frame.FLAG_PADDED:
		to = _without_padding(from, to)
		from += 1
	if flags & Frame.FLAG_PRIORITY:
		from += 5
	if state == State.CLOSED or from > to:
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "headers shorter than they say")
		return
	_block_stream = id
	_block_ends_stream = flags & Frame.FLAG_END_STREAM != 0
	_block = PackedByteArray()
	_read_continuation(flags, id, from, to)


func _read_continuation(flags: int, id: int, from: int, to: int) -> void:
	if _block_stream == 0:
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "a continuation of nothing")
		return
	_block.append_array(_in.slice(from, to))
	if _block.size() > MAX_HEADER_BLOCK:
		_fail(Frame.ErrorCode.ENHANCE_YOUR_CALM, "headers of more than %d bytes" % MAX_HEADER_BLOCK)
		return
	if not flags & Frame.FLAG_END_HEADERS:
		return
	_block_stream = 0
	# Decoded even when nobody listens: the table belongs to the connection.
	var headers := _decoder.decode(_block)
	if not _decoder.error.is_empty():
		_fail(Frame.ErrorCode.COMPRESSION_ERROR, _decoder.error)
		return
	var stream := _stream(id)
	if stream != null:
		if _block_ends_stream:
			_remote_ended(stream)
		stream.headers_received.emit(headers, _block_ends_stream)


func _read_window_update(id: int, from: int, to: int) -> void:
	if to - from != 4:
		_fail(Frame.ErrorCode.FRAME_SIZE_ERROR, "a window update of %d bytes" % (to - from))
		return
	var increment := Frame.u32(_in, from) & 0x7fffffff
	if id == 0:
		_send_window += increment
		if increment == 0 or _send_window > Frame.MAX_WINDOW:
			_fail(Frame.ErrorCode.FLOW_CONTROL_ERROR, "a window update by %d" % increment)
		return
	var stream := _stream(id)
	if stream == null:
		return
	stream.send_window += increment
	if increment == 0 or stream.send_window > Frame.MAX_WINDOW:
		_break(stream, Frame.ErrorCode.FLOW_CONTROL_ERROR, "a window update by %d" % increment)


func _read_rst_stream(id: int, from: int, to: int) -> void:
	if to - from != 4:
		_fail(Frame.ErrorCode.FRAME_SIZE_ERROR, "a stream reset of %d bytes" % (to - from))
		return
	var stream := _stream(id)
	if stream != null:
		var error := Frame.u32(_in, from)
		_forget(stream)
		stream.broken.emit(error, "the server reset the stream: %s" % Frame.error_name(error))


func _read_ping(flags: int, id: int, from: int, to: int) -> void:
	if to - from != 8 or id != 0:
		_fail(Frame.ErrorCode.FRAME_SIZE_ERROR if id == 0 else Frame.ErrorCode.PROTOCOL_ERROR, "a wrong ping")
	elif not flags & Frame.FLAG_ACK:
		_answer(Frame.ping_ack(_in.slice(from, to)))


func _read_settings(flags: int, id: int, from: int, to: int) -> void:
	if id != 0:
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "settings for one stream")
		return
	if flags & Frame.FLAG_ACK:
		if from != to:
			_fail(Frame.ErrorCode.FRAME_SIZE_ERROR, "an acknowledgement of settings with settings")
		return
	var window := _settings.initial_window
	var error := _settings.read(_in, from, to)
	if error != Frame.ErrorCode.NO_ERROR:
		_fail(error, "wrong settings")
		return
	_encoder.max_table_size = _settings.header_table_size
	# The change counts for the streams that are open, too; it may leave them below zero.
	for stream: Stream in _streams.values():
		stream.send_window += _settings.initial_window - window
		if stream.send_window > Frame.MAX_WINDOW:
			_fail(Frame.ErrorCode.FLOW_CONTROL_ERROR, "windows grown too far by settings")
			return
	_answer(Frame.settings_ack())
	if state == State.OPENING:
		state = State.READY


func _read_goaway(id: int, from: int, to: int) -> void:
	if id != 0 or to - from < 8:
		_fail(Frame.ErrorCode.PROTOCOL_ERROR if id != 0 else Frame.ErrorCode.FRAME_SIZE_ERROR, "a wrong goodbye")
		return
	var last := Frame.u32(_in, from) & 0x7fffffff
	var error := Frame.u32(_in, from + 4)
	problem = "the server says goodbye: %s %s" % [Frame.error_name(error), _in.slice(from + 8, to).get_string_from_ascii()]
	state = State.DRAINING
	# The server never took these up.
	for stream: Stream in _streams.values():
		if stream.id > last and not stream.is_over:
			_forget(stream)
			stream.broken.emit(-1, problem)


# The open stream of a frame; null when that stream is over. A frame for a stream that never was ends the connection.
func _stream(id: int) -> Stream:
	var stream: Stream = _streams.get(id)
	if stream == null and (id == 0 or id % 2 == 0 or id >= _next_id):
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "a frame for stream %d, which never was" % id)
	return stream


# Where the payload ends before its padding.
func _without_padding(from: int, to: int) -> int:
	if from >= to or _in[from] >= to - from:
		_fail(Frame.ErrorCode.PROTOCOL_ERROR, "more padding than frame")
		return to
	return to - _in[from]


func _answer(bytes: PackedByteArray) -> void:
	_socket.write(bytes)
	if _socket.queued_bytes() > MAX_QUEUE_BYTES:
		_fail(Frame.ErrorCode.ENHANCE_YOUR_CALM, "the server asks and never reads the answers")


func _remote_ended(stream: Stream) -> void:
	if not stream.local_ended:
		# Nobody will read the rest of the requests.
		_socket.write(Frame.rst_stream(stream.id, Frame.ErrorCode.NO_ERROR))
	_forget(stream)


func _forget(stream: Stream) -> void:
	stream.is_over = true
	_streams.erase(stream.id)


func _break(stream: Stream, error: Frame.ErrorCode, why: String) -> void:
	reset_stream(stream, error)
	stream.broken.emit(error, why)


func _fail(error: Frame.ErrorCode, why: String) -> void:
	close(error, "the server broke HTTP/2's rules: %s" % why if state != State.OPENING else why)


func _end(why: String) -> void:
	problem = why
	state = State.CLOSED
	_socket.close()
	for stream: Stream in _streams.values():
		if not stream.is_over:
			stream.is_over = true
			stream.broken.emit(-1, why)
	_streams.clear()
