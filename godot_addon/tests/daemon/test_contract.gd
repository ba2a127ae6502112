extends "../test_case.gd"
## The service clients against a real daemon: each kind of call, and the details of its errors.

const AnyProto := preload("../../addons/scenescore/proto/google/protobuf/any.gd")
const DaemonProto := preload("../../addons/scenescore/proto/scenescore/v1/daemon.gd")
const ErrorDetails := preload("../../addons/scenescore/proto/google/rpc/error_details.gd")
const GrpcCall := preload("../../addons/scenescore/rpc/grpc_call.gd")
const GrpcChannel := preload("../../addons/scenescore/rpc/grpc_channel.gd")
const GrpcStatus := preload("../../addons/scenescore/rpc/grpc_status.gd")
const LibraryProto := preload("../../addons/scenescore/proto/scenescore/v1/library.gd")
const MatchProto := preload("../../addons/scenescore/proto/scenescore/v1/match.gd")
const StatusProto := preload("../../addons/scenescore/proto/google/rpc/status.gd")

var _channel: GrpcChannel


func before_each() -> void:
	var token: String = OS.get_environment("SCENESCORE_TEST_TOKEN")
	_channel = GrpcChannel.new(OS.get_environment("SCENESCORE_TEST_ADDRESS"), {"authorization": "Bearer " + token})


func after_each() -> void:
	_channel.close()


func _process(_delta: float) -> void:
	_channel.poll()


func test_one_request_one_answer() -> void:
	var call: GrpcCall = DaemonProto.DaemonServiceClient.new(_channel).get_info(DaemonProto.GetInfoRequest.new())
	equal(str(await _end_of(call)), "OK")
	var info: DaemonProto.GetInfoResponse = call.response
	check(not info.version.is_empty() and info.pid > 0, "the daemon tells what it is")
	equal(info.default_model, "models/tiny")
	check(info.limits.max_clip_bytes > 0 and info.uptime != null, "messages within the message")


func test_many_answers() -> void:
	var client: LibraryProto.LibraryServiceClient = LibraryProto.LibraryServiceClient.new(_channel)
	var listing: GrpcCall = client.list_tracks(LibraryProto.ListTracksRequest.new())
	equal(str(await _end_of(listing)), "OK")
	var tracks: LibraryProto.ListTracksResponse = listing.response
	equal(tracks.tracks.size(), tracks.total_size)
	var request: LibraryProto.ReadTrackAudioRequest = LibraryProto.ReadTrackAudioRequest.new()
	request.name = tracks.tracks[0].name
	var call: GrpcCall = client.read_track_audio(request)
	var parts: Array[LibraryProto.ReadTrackAudioResponse] = []
	call.response_received.connect(func(part: LibraryProto.ReadTrackAudioResponse) -> void: parts.append(part))
	equal(str(await _end_of(call)), "OK")
	var size: int = 0
	for part: LibraryProto.ReadTrackAudioResponse in parts:
		size += part.data.size()
	check(parts.size() > 1 and size == parts[0].total_bytes, "%d bytes in %d parts" % [size, parts.size()])


func test_many_requests() -> void:
	var call: GrpcCall = MatchProto.MatchServiceClient.new(_channel).match_clip()
	var request: MatchProto.MatchClipRequest = MatchProto.MatchClipRequest.new()
	request.config = MatchProto.ClipConfig.new()
	call.send(request)
	for second: int in 3:
		request = MatchProto.MatchClipRequest.new()
		request.frame = _frame(second)
		call.send(request)
	call.end_requests()
	equal(str(await _end_of(call)), "OK")
	var response: MatchProto.MatchClipResponse = call.response
	equal(response.answer.frame_time_us, 2_000_000)
	equal(response.answer.matches.size(), 3)
	check(response.answer.matches[0].distance > 0.0, "numbers with a fraction")


func test_many_requests_and_many_answers() -> void:
	var call: GrpcCall = MatchProto.MatchServiceClient.new(_channel).match_frames()
	var answers: Array[MatchProto.Answer] = []
	call.response_received.connect(
		func(response: MatchProto.MatchFramesResponse) -> void: answers.append(response.answer)
	)
	var request: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	request.config = MatchProto.SessionConfig.new()
	request.config.top_k = 2
	call.send(request)
	for second: int in 4:
		request = MatchProto.MatchFramesRequest.new()
		request.frame = _frame(second)
		call.send(request)
	check(await wait_until(func() -> bool: return answers.size() >= 1, 10.0), "answers while it goes on")
	call.end_requests()
	equal(str(await _end_of(call)), "OK")
	equal(answers[-1].matches.size(), 2)
	check(answers[-1].early and answers[-1].steps_filled > 0, "the window is not full yet")


func test_errors_carry_their_details() -> void:
	var request: LibraryProto.GetTrackRequest = LibraryProto.GetTrackRequest.new()
	request.name = "tracks/0123456789abcdef"
	var call: GrpcCall = LibraryProto.LibraryServiceClient.new(_channel).get_track(request)
	var status: GrpcStatus = await _end_of(call)
	equal(status.code, GrpcStatus.Code.NOT_FOUND, str(status))
	var info: ErrorDetails.ErrorInfo = ErrorDetails.ErrorInfo.new()
	equal(info.merge_from_bytes(_detail(status, "google.rpc.ErrorInfo")), OK)
	equal(info.domain, "scenescore")
	check(not info.reason.is_empty(), "a reason for programs")
	var stream: GrpcCall = MatchProto.MatchServiceClient.new(_channel).match_frames()
	var wrong: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	wrong.config = MatchProto.SessionConfig.new()
	wrong.config.top_k = -1
	stream.send(wrong)
	status = await _end_of(stream)
	equal(status.code, GrpcStatus.Code.INVALID_ARGUMENT, str(status))
	var request_error: ErrorDetails.BadRequest = ErrorDetails.BadRequest.new()
	equal(request_error.merge_from_bytes(_detail(status, "google.rpc.BadRequest")), OK)
	check("top_k" in request_error.field_violations[0].field, request_error.field_violations[0].field)


func _frame(second: int) -> MatchProto.Frame:
	var frame: MatchProto.Frame = MatchProto.Frame.new()
	frame.capture_time_us = second * 1_000_000
	frame.encoding = MatchProto.FrameEncoding.FRAME_ENCODING_RGB8
	frame.width = 80
	frame.height = 80
	frame.data.resize(80 * 80 * 3)
	frame.data.fill(40 * (second + 1))
	return frame


func _detail(status: GrpcStatus, type: String) -> PackedByteArray:
	var whole: StatusProto.Status = StatusProto.Status.new()
	equal(whole.merge_from_bytes(status.details), OK)
	equal(whole.message, status.message)
	for detail: AnyProto.Any in whole.details:
		if detail.type_url.ends_with("/" + type):
			return detail.value
	return PackedByteArray()


func _end_of(call: GrpcCall) -> GrpcStatus:
	if not call.is_finished():
		await call.finished
	return call.status
