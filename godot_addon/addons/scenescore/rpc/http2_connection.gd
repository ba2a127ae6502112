extends "http2_writer.gd"
## The client's side of an HTTP/2 connection in cleartext with prior knowledge (RFC 9113). This class reads; its base writes.
##
## It sends no keepalive pings: gRPC servers close connections that ping while idle.

const _FrameReader := preload("http2_frame_reader.gd")
const _HeaderBlock := preload("http2_header_block.gd")
const _HpackDecoder := preload("hpack_decoder.gd")
const _ReceiveWindow := preload("http2_receive_window.gd")
const _WireText := preload("wire_text.gd")

## How long the server has to answer.
const CONNECT_TIMEOUT_S := 10
## The most bytes that are read from the socket at once.
const READ_BYTES := 65536

var _give_up_us: int = Time.get_ticks_usec() + CONNECT_TIMEOUT_S * 1_000_000
var _decoder: _HpackDecoder = _HpackDecoder.new()
var _receive_window: _ReceiveWindow = _ReceiveWindow.new(WINDOW)
var _frame: _FrameReader = _FrameReader.new()
var _block: _HeaderBlock = _HeaderBlock.new()


## Starts connecting to [param target], [code]HOST:PORT[/code] or [code]unix:/PATH[/code].
func _init(target: String) -> void:
	super(target)
	_decoder.max_list_size = MAX_HEADER_LIST


## Reads frames and passes them to the streams, until [param until_us] at most, but at least one frame.
func poll(until_us: int) -> void:
	if state == Http2WriterState.CLOSED:
		return
	if not _has_sent_preface:
		_send_preface()
	while _read_frames(until_us):
		var bytes := _socket.read(READ_BYTES)
		if bytes.is_empty():
			_socket.poll()
			break
		_frame.add(bytes)
	if state == Http2WriterState.CLOSED:
		return
	if _socket.state == _Socket.State.CLOSED:
		_end(-1, _socket.problem)
	elif state == Http2WriterState.OPENING and Time.get_ticks_usec() > _give_up_us:
		_end(-1, "no answer within %d s" % CONNECT_TIMEOUT_S)


# Returns whether more bytes should be read: not when the connection is closed or the time is up.
func _read_frames(until_us: int) -> bool:
	while _frame.next():
		if state == Http2WriterState.OPENING and (_frame.type != _Frame.Type.SETTINGS or _frame.flags & _Frame.FLAG_ACK):
			_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "no settings first")
		elif _block.stream != 0 and (_frame.type != _Frame.Type.CONTINUATION or _frame.stream != _block.stream):
			_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "headers without an end")
		else:
			_read_frame()
		if state == Http2WriterState.CLOSED or Time.get_ticks_usec() >= until_us:
			return false
	if _frame.is_too_long:
		_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "a frame of more than %d bytes" % _Frame.MAX_PAYLOAD)
	return state != Http2WriterState.CLOSED


func _read_frame() -> void:
	match _frame.type:
		_Frame.Type.DATA:
			_read_data()
		_Frame.Type.HEADERS:
			_read_headers()
		_Frame.Type.CONTINUATION:
			_read_continuation()
		_Frame.Type.WINDOW_UPDATE:
			_read_window_update()
		_Frame.Type.RST_STREAM:
			_read_rst_stream()
		_Frame.Type.PING:
			_read_ping()
		_Frame.Type.SETTINGS:
			_read_settings()
		_Frame.Type.GOAWAY:
			_read_goaway()
		_Frame.Type.PUSH_PROMISE:
			_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "a push, which was refused")
		_Frame.Type.PRIORITY:
			if _frame.stream == 0:
				_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "a priority for no stream")
		# Other types are extensions, which must be ignored.


func _read_data() -> void:
	if not _is_known_stream():
		return
	var to := _frame.skip_padding()
	if to < 0:
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "more padding than the frame has bytes")
		return
	# Padding, and data for closed streams, count as well.
	var room := _receive_window.renew(_frame.size)
	if room > 0:
		_socket.write(_Frame.window_update(0, room))
	var stream: _Stream = _streams.get(_frame.stream)
	if stream == null:
		return
	var ended := _frame.flags & _Frame.FLAG_END_STREAM != 0
	if ended:
		_end_stream(stream)
	else:
		room = stream.receive_window.renew(_frame.size)
		if room > 0:
			_socket.write(_Frame.window_update(stream.id, room))
	stream.data_received.emit(_frame.bytes, to, ended)


func _read_headers() -> void:
	if not _is_known_stream():
		return
	if not _block.begin(_frame):
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "headers that are shorter than announced")
	elif _block.is_complete:
		_end_headers()


func _read_continuation() -> void:
	if _block.stream == 0:
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "headers without a start")
	elif not _block.add_continuation(_frame):
		_fail(_Frame.ErrorCode.ENHANCE_YOUR_CALM, "headers of more than %d bytes" % _HeaderBlock.MAX_BYTES)
	elif _block.is_complete:
		_end_headers()


func _end_headers() -> void:
	# Decode also for closed streams: the table belongs to the connection.
	var headers := _decoder.decode(_block.bytes)
	if not _decoder.error.is_empty():
		_fail(_Frame.ErrorCode.COMPRESSION_ERROR, _decoder.error)
		return
	var stream: _Stream = _streams.get(_frame.stream)
	if stream != null:
		if _block.ends_stream:
			_end_stream(stream)
		stream.headers_received.emit(headers, _block.ends_stream)


func _read_window_update() -> void:
	if _frame.size != 4:
		_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "a window update of %d bytes" % _frame.size)
		return
	var room := _frame.bytes.get_u32() & 0x7fffffff
	var error := _Frame.ErrorCode.PROTOCOL_ERROR if room == 0 else _Frame.ErrorCode.FLOW_CONTROL_ERROR
	if _frame.stream == 0:
		_send_window += room
		if room == 0 or _send_window > _Frame.MAX_WINDOW:
			_fail(error, "a window update by %d" % room)
	elif _is_known_stream() and _frame.stream in _streams:
		var stream := _streams[_frame.stream]
		stream.send_window += room
		if room == 0 or stream.send_window > _Frame.MAX_WINDOW:
			reset_stream(stream, error)
			stream.broken.emit(error, "the server broke HTTP/2's rules: a window update by %d" % room)


func _read_rst_stream() -> void:
	if _frame.size != 4:
		_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "a stream reset of %d bytes" % _frame.size)
	elif _is_known_stream() and _frame.stream in _streams:
		var stream := _streams[_frame.stream]
		var error := _frame.bytes.get_u32()
		_forget(stream)
		stream.broken.emit(error, "the server reset the stream: %s" % _Frame.error_name(error))


func _read_ping() -> void:
	if _frame.stream != 0:
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "a ping on a stream")
	elif _frame.size != 8:
		_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "a ping of %d bytes" % _frame.size)
	elif not _frame.flags & _Frame.FLAG_ACK:
		_reply(_Frame.ping_ack(_frame.read_bytes(8)))


func _read_settings() -> void:
	if _frame.stream != 0:
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "settings on a stream")
		return
	if _frame.flags & _Frame.FLAG_ACK:
		if _frame.size != 0:
			_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "settings in an acknowledgement")
		return
	var before := _settings.initial_window
	var error := _settings.read(_frame)
	# The change also applies to open streams, and may make their windows negative.
	for stream: _Stream in _streams.values():
		stream.send_window += _settings.initial_window - before
		if stream.send_window > _Frame.MAX_WINDOW:
			error = _Frame.ErrorCode.FLOW_CONTROL_ERROR
	if error != _Frame.ErrorCode.NO_ERROR:
		_fail(error, "impossible settings")
		return
	_encoder.max_table_size = _settings.header_table_size
	_reply(_Frame.settings_ack())
	if state == Http2WriterState.OPENING:
		state = Http2WriterState.READY


func _read_goaway() -> void:
	if _frame.stream != 0:
		_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "a GOAWAY on a stream")
		return
	if _frame.size < 8:
		_fail(_Frame.ErrorCode.FRAME_SIZE_ERROR, "a GOAWAY of %d bytes" % _frame.size)
		return
	var last := _frame.bytes.get_u32() & 0x7fffffff
	var error := _frame.bytes.get_u32()
	var text := _WireText.from_latin1(_frame.read_bytes(_frame.size - 8))
	problem = "the server goes away: %s" % (text if not text.is_empty() else _Frame.error_name(error))
	state = Http2WriterState.DRAINING
	for stream: _Stream in _streams.values():
		# The server has not processed these.
		if stream.id > last:
			_forget(stream)
			stream.broken.emit(-1, problem)


# Whether the client has opened the frame's stream. Ends the connection if not.
func _is_known_stream() -> bool:
	if _frame.stream % 2 == 1 and _frame.stream < _next_id:
		return true
	_fail(_Frame.ErrorCode.PROTOCOL_ERROR, "a frame on stream %d, which was never opened" % _frame.stream)
	return false
