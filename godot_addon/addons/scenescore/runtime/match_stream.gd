extends RefCounted
## The stream of one session with the daemon: sends frames, or the region of the screen to capture, and receives answers.

const _Call := preload("../rpc/grpc_call.gd")
const _Channel := preload("../rpc/grpc_channel.gd")
const _Match := preload("../proto/scenescore/v1/match.gd")
const _ProtoMessage := preload("../rpc/proto_message.gd")
const _Settings := preload("../settings.gd")
const _Status := preload("../rpc/grpc_status.gd")

## The daemon has answered.
signal answered(answer: _Match.Answer)
## The session has ended.
signal ended(status: _Status)

## The width and height of a frame, in pixels.
const SIDE: int = 80

var _call: _Call = null
# The game's time at the start of a session on the screen, whose times count from its start.
var _start_us: int = 0


## Starts a session of a project with frames from [method send].
func start_frames(channel: _Channel, model: String, project: String) -> void:
	_start_us = 0
	_start(_Match.MatchServiceClient.new(channel).match_frames())
	var request := _Match.MatchFramesRequest.new()
	request.config = _config(model, project)
	_call.send(request)


## Starts a session of a project in which the daemon captures a rectangle of the screen, in physical pixels.
func start_screen(channel: _Channel, model: String, project: String, region: Rect2i, frames_per_second: float) -> void:
	var request := _Match.MatchScreenRequest.new()
	request.config = _config(model, project)
	request.region = _Match.ScreenRegion.new()
	request.region.left = region.position.x
	request.region.top = region.position.y
	request.region.width = region.size.x
	request.region.height = region.size.y
	request.frames_per_second = frames_per_second
	_start_us = Time.get_ticks_usec()
	_start(_Match.MatchServiceClient.new(channel).match_screen(request))


## Sends a frame, 80×80 RGB8. When the daemon is slow, the oldest waiting frame is dropped.
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


## Returns how many frames were dropped because newer ones replaced them.
func dropped() -> int:
	return _call.dropped if _call != null else 0


## Ends the session without [signal ended].
func stop() -> void:
	if _call == null:
		return
	_call.response_received.disconnect(_on_response)
	_call.finished.disconnect(_on_finished)
	_call.cancel()
	_call = null


func _start(call: _Call) -> void:
	stop()
	_call = call
	_call.response_received.connect(_on_response)
	_call.finished.connect(_on_finished)


func _on_response(response: _ProtoMessage) -> void:
	# The responses of both kinds of session have an answer.
	var answer := response.get(&"answer") as _Match.Answer
	if answer != null:
		answer.frame_time_us += _start_us
		answered.emit(answer)


func _on_finished(status: _Status) -> void:
	_call = null
	ended.emit(status)


static func _config(model: String, project: String) -> _Match.SessionConfig:
	var config := _Match.SessionConfig.new()
	config.model = model
	config.project = project
	config.top_k = _Settings.value(_Settings.RUNTIME_TOP_K)
	config.remember_scenes = _Settings.value(_Settings.RUNTIME_REMEMBER_SCENES)
	return config
