extends RefCounted
## One gRPC call of any kind: sends requests, receives responses, and has a status at its end.
##
## [code]GrpcChannel.start_call[/code] or a generated client creates it. The channel's [code]poll[/code] does all reading and
## writing, and emits the signals. Check [method is_finished] before you await [signal finished].

const _ProtoMessage := preload("proto_message.gd")
const _Status := preload("grpc_status.gd")

## A response has arrived. Not emitted once the call is finished.
signal response_received(response: _ProtoMessage)

## The call is finished. Emitted exactly once.
signal finished(status: _Status)

## The last response; null before the first.
var response: _ProtoMessage = null

## How the call ended; null until it has.
var status: _Status = null

## The server's initial metadata. Values of names that end in [code]-bin[/code] are base64.
var initial_metadata: Dictionary[String, String] = {}

## The most droppable requests that wait; when one more is sent, the oldest is dropped.
var max_queued: int = 4

## How many droppable requests were dropped.
var dropped: int = 0

## Whether the call waits for a server that can't be reached yet. Otherwise it fails with UNAVAILABLE as soon as an attempt
## to connect has failed. Set it right after the start of the call.
var wait_for_ready: bool = false

## The number of requests that wait to be written.
var queued: int:
	get:
		return _requests.size()

var _response_class: GDScript
var _requests: Array[PackedByteArray] = []
# For each request, 1 if it may be dropped.
var _droppable: PackedByteArray = PackedByteArray()
var _requests_ended: bool = false
# Responses for which no signal has been emitted yet.
var _responses: Array[_ProtoMessage] = []
var _ending: _Status = null


func _init(response_class: GDScript) -> void:
	_response_class = response_class


## Queues [param request]. The next polls write it as fast as the server accepts it. While a [param droppable] request waits,
## a newer one may replace it, as live pictures need it. Returns [constant ERR_UNAVAILABLE] when the call is finished or its
## requests have ended.
func send(request: _ProtoMessage, droppable: bool = false) -> Error:
	if status != null or _requests_ended:
		return ERR_UNAVAILABLE
	if droppable and _droppable.count(1) >= maxi(max_queued, 1):
		var oldest := _droppable.find(1)
		_droppable.remove_at(oldest)
		_requests.remove_at(oldest)
		dropped += 1
	_requests.append(request.to_bytes())
	_droppable.append(1 if droppable else 0)
	return OK


## Ends the requests; no more may follow.
func end_requests() -> void:
	_requests_ended = true


## Cancels the call: it finishes with CANCELLED at once, and the next poll tells the server.
func cancel() -> void:
	_finish(_Status.new(_Status.Code.CANCELLED, "cancelled by this side"))


## Whether the call is finished and [member status] is set.
func is_finished() -> bool:
	return status != null


## For the channel: whether the call accepts no more responses and sends no more requests.
func is_over() -> bool:
	return status != null or _ending != null


## For the channel: whether a request waits to be written.
func has_requests() -> bool:
	return not _requests.is_empty()


## For the channel: whether the waiting requests are the last ones.
func has_all_requests() -> bool:
	return _requests_ended


## For the channel: removes the next request from the queue and returns it.
func pop_request() -> PackedByteArray:
	_droppable.remove_at(0)
	return _requests.pop_front()


## For the channel: adds a response, for [method emit_signals].
func receive(bytes: PackedByteArray) -> void:
	var message: _ProtoMessage = _response_class.new()
	if message.merge_from_bytes(bytes) == OK:
		_responses.append(message)
	else:
		end(_Status.new(_Status.Code.INTERNAL, "a response that is not of the expected type"))


## For the channel: ends the call, for [method emit_signals]. Only the first status counts.
func end(with_status: _Status) -> void:
	if not is_over():
		_ending = with_status


## For the channel: emits the pending signals. A signal handler may poll again, which emits the others first.
func emit_signals() -> void:
	while status == null and not _responses.is_empty():
		response = _responses.pop_front()
		response_received.emit(response)
	if _ending != null:
		_finish(_ending)


func _finish(with_status: _Status) -> void:
	if status != null:
		return
	status = with_status
	_requests.clear()
	_droppable.clear()
	_responses.clear()
	finished.emit(status)
