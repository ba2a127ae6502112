extends RefCounted
## One gRPC call of any kind: send requests, receive responses, learn how it ended.
##
## Calls come from [code]GrpcChannel.start_call[/code] or from a generated client. All traffic happens in the channel's
## [code]poll[/code], which also emits the signals. Check [method is_finished] before you await [signal finished].

const _ProtoMessage := preload("proto_message.gd")
const _Status := preload("grpc_status.gd")

## A message came in. Not emitted any more once the call is finished.
signal response_received(response: _ProtoMessage)

## The call is over. Emitted exactly once.
signal finished(status: _Status)

## The last response; null before the first.
var response: _ProtoMessage = null

## How the call ended; null until it has.
var status: _Status = null

## What the server sent ahead of its first response. Values of names that end in [code]-bin[/code] are base64.
var initial_metadata: Dictionary[String, String] = {}

## Droppable requests that may wait; when one more is sent, the oldest of them is dropped.
var max_queued: int = 4

## How many droppable requests were dropped.
var dropped: int = 0

## Whether the call waits for a server that cannot be reached yet. Otherwise it fails with UNAVAILABLE at once when an
## attempt to connect has failed. Set it right after the start.
var wait_for_ready: bool = false

## Requests that wait to be written.
var queued: int:
	get:
		return _requests.size()

var _response_class: GDScript
var _requests: Array[PackedByteArray] = []
# Which of the requests may be dropped, in step with them.
var _droppable: PackedByteArray = PackedByteArray()
var _requests_ended: bool = false
# What came in and has not been told.
var _responses: Array[_ProtoMessage] = []
var _ending: _Status = null


func _init(response_class: GDScript) -> void:
	_response_class = response_class


## Queues [param request]; it is written at the next polls, as fast as the server takes it. A [param droppable] one may
## be dropped for a newer one while it waits: what a live picture wants. [constant ERR_UNAVAILABLE] when the call is
## finished or its requests have ended.
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


## Says that no more requests will come.
func end_requests() -> void:
	_requests_ended = true


## Gives the call up: it is finished with CANCELLED at once, and the server hears of it at the next poll.
func cancel() -> void:
	_finish(_Status.new(_Status.Code.CANCELLED, "cancelled by this side"))


## Whether the call is over and [member status] is set.
func is_finished() -> bool:
	return status != null


## For the channel: whether the call takes no more responses and sends no more requests.
func is_over() -> bool:
	return status != null or _ending != null


## For the channel: whether a request waits to be written.
func has_requests() -> bool:
	return not _requests.is_empty()


## For the channel: whether no request will follow those that wait.
func has_all_requests() -> bool:
	return _requests_ended


## For the channel: takes the next request off the queue.
func take_request() -> PackedByteArray:
	_droppable.remove_at(0)
	return _requests.pop_front()


## For the channel: a response has come, to be told of at [method tell].
func receive(bytes: PackedByteArray) -> void:
	var message: _ProtoMessage = _response_class.new()
	if message.merge_from_bytes(bytes) == OK:
		_responses.append(message)
	else:
		end(_Status.new(_Status.Code.INTERNAL, "a response that is not of the expected type"))


## For the channel: the call is over, to be told of at [method tell]. Only the first ending counts.
func end(with_status: _Status) -> void:
	if not is_over():
		_ending = with_status


## For the channel: emits what has come. What a listener does, another poll included, may tell the rest first.
func tell() -> void:
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
