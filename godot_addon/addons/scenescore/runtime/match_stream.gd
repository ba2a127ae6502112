extends RefCounted
## One session with the daemon: frames or a part of the screen go in, answers come out, until it ends.

const _Call := preload("../rpc/grpc_call.gd")
const _Channel := preload("../rpc/grpc_channel.gd")
const _Match := preload("../proto/scenescore/v1/match.gd")
const _ProtoMessage := preload("../rpc/proto_message.gd")
const _Settings := preload("../settings.gd")
const _Status := preload("../rpc/grpc_status.gd")

## The daemon has answered.
signal answered(answer: _Match.Answer)
## The session is over, by the daemon or for want of one.
signal ended(status: _Status)

## Pixels on a frame's side.
const SIDE: int = 80

var _call: _Call = null
# What is added to the daemon's times of the screen, which count from the session's start, to make them this game's.
var _zero_us: int = 0


## Begins a session whose frames come from [method send].
func start_frames(channel: _Channel, model: String) -> void:
	_zero_us = 0
	_follow(_Match.MatchServiceClient.new(channel).match_frames())
	var request := _Match.MatchFramesRequest.new()
	request.config = _config(model)
	_call.send(request)


## Begins a session in which the daemon itself captures a rectangle of the screen, in physical pixels.
func start_screen(channel: _Channel, model: String, region: Rect2i, frames_per_second: float) -> void:
	var request := _Match.MatchScreenRequest.new()
	request.config = _config(model)
	request.region = _Match.ScreenRegion.new()
	request.region.left = region.position.x
	request.region.top = region.position.y
	request.region.width = region.size.x
	request.region.height = region.size.y
	request.frames_per_second = frames_per_second
	_zero_us = Time.get_ticks_usec()
	_follow(_Match.MatchServiceClient.new(channel).match_screen(request))


## Sends a frame, 80×80 RGB8; when the daemon is slow, the oldest that waits makes room.
func send(rgb8: PackedByteArray, time_us: int) -> void:
	if _call == null:
		return
	var request := _Match.MatchFramesRequest.new()
	var frame := _Match.Frame.new()
	frame.capture_time_us = time_us
	frame.encoding = _Match.FrameEncoding.FRAME_ENCODING_RGB8
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


func _follow(call: _Call) -> void:
	stop()
	_call = call
	_call.response_received.connect(_on_response)
	_call.finished.connect(_on_finished)


func _on_response(response: _ProtoMessage) -> void:
	# Both kinds of session answer alike.
	var answer := response.get(&"answer") as _Match.Answer
	if answer != null:
		answer.frame_time_us += _zero_us
		answered.emit(answer)


func _on_finished(status: _Status) -> void:
	_call = null
	ended.emit(status)


static func _config(model: String) -> _Match.SessionConfig:
	var config := _Match.SessionConfig.new()
	config.model = model
	config.top_k = _Settings.value(_Settings.RUNTIME_TOP_K)
	config.remember_scenes = _Settings.value(_Settings.RUNTIME_REMEMBER_SCENES)
	return config
