extends RefCounted
## The network side of a call: writes its requests to an HTTP/2 stream, and reads responses and a status from it.

const _Call := preload("grpc_call.gd")
const _Connection := preload("http2_connection.gd")
const _Frame := preload("http2_frame.gd")
const _MessageReader := preload("grpc_message_reader.gd")
const _Metadata := preload("grpc_metadata.gd")
const _Status := preload("grpc_status.gd")
const _Stream := preload("http2_stream.gd")

## The call, as its caller has it.
var handle: _Call

## The call's connection; null while it waits for one.
var connection: _Connection = null

# The channel's list of calls with signals to emit.
var _pending: Array[_Call]
var _path: String
var _metadata: Dictionary[String, String]
var _deadline_us: int = 0
var _reader: _MessageReader
var _stream: _Stream = null
var _has_headers: bool = false
# The request that is being written, with its prefix. Its position is where writing continues.
var _request: StreamPeerBuffer = StreamPeerBuffer.new()


func _init(
	of_handle: _Call,
	pending: Array[_Call],
	path: String,
	deadline_s: float,
	metadata: Dictionary[String, String],
	max_message_bytes: int
) -> void:
	handle = of_handle
	_pending = pending
	_path = path
	_metadata = metadata
	_reader = _MessageReader.new(max_message_bytes)
	if deadline_s > 0.0:
		_deadline_us = Time.get_ticks_usec() + ceili(deadline_s * 1e6)


## Whether the call waits to be sent.
func is_waiting() -> bool:
	return connection == null and not handle.is_over()


## Starts the call on [param on_connection].
func open(on_connection: _Connection, authority: String) -> void:
	connection = on_connection
	var left_us := maxi(_deadline_us - Time.get_ticks_usec(), 1) if _deadline_us > 0 else 0
	_stream = connection.open_stream(_Metadata.request_headers(_path, authority, left_us, _metadata))
	_stream.headers_received.connect(_on_headers)
	_stream.data_received.connect(_on_data)
	_stream.broken.connect(_on_broken)


## Ends the call if it is past its deadline.
func check_deadline(now_us: int) -> void:
	if _deadline_us > 0 and now_us >= _deadline_us:
		end(_Status.new(_Status.Code.DEADLINE_EXCEEDED, "Deadline Exceeded"))


## Writes one frame of requests. Returns whether it could.
func write() -> bool:
	if _stream == null or _stream.local_ended or _stream.is_over or handle.is_over():
		return false
	if _request.get_position() == _request.get_size():
		if handle.has_requests():
			_request = _MessageReader.with_prefix(handle.pop_request())
		elif not handle.has_all_requests():
			return false
	return connection.send_data(_stream, _request, handle.has_all_requests() and not handle.has_requests())


## Closes the stream of a finished call. Tells the server if it has not ended the stream itself.
func close() -> void:
	if _stream != null:
		connection.reset_stream(_stream, _Frame.ErrorCode.CANCEL)


## Ends the call.
func end(status: _Status) -> void:
	if handle.is_over():
		return
	handle.end(status)
	_pending.append(handle)


func _on_headers(headers: Array[PackedStringArray], ended: bool) -> void:
	if ended:
		var status := _Metadata.status_from_trailers(headers)
		if status.is_ok() and not _reader.is_between_messages():
			status = _Status.new(_Status.Code.INTERNAL, "the server ended the call within a message")
		end(status)
		return
	var http := _Metadata.value_of(":status", headers)
	if _has_headers:
		end(_Status.new(_Status.Code.INTERNAL, "headers within the response"))
	elif http.begins_with("1"):
		return
	elif http != "200":
		end(_Metadata.status_from_http(http))
	elif not _Metadata.value_of("content-type", headers).begins_with("application/grpc"):
		end(_Status.new(_Status.Code.UNKNOWN, "the server's answer is not gRPC"))
	else:
		_has_headers = true
		handle.initial_metadata = _Metadata.from_headers(headers)


func _on_data(bytes: StreamPeerBuffer, to: int, ended: bool) -> void:
	if not _has_headers:
		end(_Status.new(_Status.Code.INTERNAL, "data before the headers"))
	while bytes.get_position() < to and not handle.is_over():
		if _reader.read(bytes, to):
			handle.receive(_reader.message)
			_pending.append(handle)
		elif not _reader.problem.is_empty():
			var code := _Status.Code.RESOURCE_EXHAUSTED if _reader.is_too_large else _Status.Code.INTERNAL
			end(_Status.new(code, _reader.problem))
	if ended:
		end(_Metadata.status_from_http("200"))


func _on_broken(error: int, problem: String) -> void:
	end(_Metadata.status_from_reset(error, problem))
