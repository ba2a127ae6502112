extends RefCounted
## One session with the daemon: frames or a part of the screen go in, answers come out, until it ends.

const Call := preload("../rpc/grpc_call.gd")
const Channel := preload("../rpc/grpc_channel.gd")
const Match := preload("../proto/scenescore/v1/match.gd")
const ProtoMessage := preload("../rpc/proto_message.gd")
const Status := preload("../rpc/grpc_status.gd")

## The daemon has answered.
signal answered(answer: Match.Answer)
## The session is over, by the daemon or for want of one.
signal ended(status: Status)

## Pixels on a frame's side.
const SIDE: int = 80

var _call: Call = null


## Begins a session whose frames come from [method send].
func start_frames(channel: Channel, model: String, top_k: int) -> void:
	_follow(Match.MatchServiceClient.new(channel).match_frames())
	var request := Match.MatchFramesRequest.new()
	request.config = _config(model, top_k)
	_call.send(request)


## Begins a session in which the daemon itself captures a rectangle of the screen, in physical pixels.
func start_screen(channel: Channel, model: String, top_k: int, region: Rect2i, frames_per_second: float) -> void:
	var request := Match.MatchScreenRequest.new()
	request.config = _config(model, top_k)
	request.region = Match.ScreenRegion.new()
	request.region.left = region.position.x
	request.region.top = region.position.y
	request.region.width = region.size.x
	request.region.height = region.size.y
	request.frames_per_second = frames_per_second
	_follow(Match.MatchServiceClient.new(channel).match_screen(request))


## Sends a frame, 80×80 RGB8; when the daemon is slow, the oldest that waits makes room.
func send(rgb8: PackedByteArray, time_us: int) -> void:
	if _call == null:
		return
	var request := Match.MatchFramesRequest.new()
	var frame := Match.Frame.new()
	frame.capture_time_us = time_us
	frame.encoding = Match.FrameEncoding.FRAME_ENCODING_RGB8
	frame.width = SIDE
	frame.height = SIDE
	frame.data = rgb8
	request.frame = frame
	_call.send(request, true)


## Frames that made room for newer ones.
func dropped() -> int:
	return _call.dropped if _call != null else 0


## Ends the session without a word to anyone.
func stop() -> void:
	if _call == null:
		return
	_call.response_received.disconnect(_on_response)
	_call.finished.disconnect(_on_finished)
	_call.cancel()
	_call = null


func _follow(call: Call) -> void:
	stop()
	_call = call
	_call.response_received.connect(_on_response)
	_call.finished.connect(_on_finished)


func _on_response(response: ProtoMessage) -> void:
	# Both kinds of session answer alike.
	var answer := response.get(&"answer") as Match.Answer
	if answer != null:
		answered.emit(answer)


func _on_finished(status: Status) -> void:
	_call = null
	ended.emit(status)


static func _config(model: String, top_k: int) -> Match.SessionConfig:
	var config := Match.SessionConfig.new()
	config.model = model
	config.top_k = top_k
	return config
