extends SceneTree
## Times the messages of a match stream: `godot --headless --path PROJECT -s res://….gd -- OUT.json`.
##
## OUT.json gets the microseconds for one operation, the best of several rounds: {"what": µs}.

const HpackDecoder := preload("../library/rpc/hpack_decoder.gd")
const HpackEncoder := preload("../library/rpc/hpack_encoder.gd")
const MatchProto := preload("../library/proto/scenescore/v1/match.gd")

const ROUNDS: int = 300
const TIMES: int = 10


func _initialize() -> void:
	var pixels := PackedByteArray()
	pixels.resize(80 * 80 * 3)
	var request: PackedByteArray = _request(pixels).to_bytes()
	var response: PackedByteArray = _response().to_bytes()
	var headers: Array[PackedStringArray] = [
		[":method", "POST"],
		[":scheme", "http"],
		[":path", "/scenescore.v1.MatchService/MatchFrames"],
		[":authority", "127.0.0.1:50051"],
		["te", "trailers"],
		["content-type", "application/grpc"],
		["authorization", "Bearer 0123456789abcdef0123456789abcdef"],
	]
	var block: PackedByteArray = HpackEncoder.new().encode(headers)
	var figures: Dictionary[String, float] = {
		"frame, made and encoded": _time(func() -> void: _request(pixels).to_bytes()),
		"frame, decoded": _time(func() -> void: MatchProto.MatchFramesRequest.new().merge_from_bytes(request)),
		"answer with 5 matches, encoded": _time(func() -> void: _response().to_bytes()),
		"answer with 5 matches, decoded":
		_time(func() -> void: MatchProto.MatchFramesResponse.new().merge_from_bytes(response)),
		"headers of a first call, encoded": _time(func() -> void: HpackEncoder.new().encode(headers)),
		"headers of a first call, decoded": _time(func() -> void: HpackDecoder.new().decode(block)),
	}
	var out: FileAccess = FileAccess.open(OS.get_cmdline_user_args()[0], FileAccess.WRITE)
	out.store_string(JSON.stringify({"frame_bytes": request.size(), "us": figures}))
	quit()


func _time(work: Callable) -> float:
	var best: float = INF
	for _round: int in ROUNDS:
		var start: int = Time.get_ticks_usec()
		for i: int in TIMES:
			work.call()
		best = minf(best, float(Time.get_ticks_usec() - start) / TIMES)
	return best


func _request(pixels: PackedByteArray) -> MatchProto.MatchFramesRequest:
	var request: MatchProto.MatchFramesRequest = MatchProto.MatchFramesRequest.new()
	request.frame = MatchProto.Frame.new()
	request.frame.capture_time_us = 3_600_000_000
	request.frame.encoding = MatchProto.FrameEncoding.FRAME_ENCODING_RGB8
	request.frame.width = 80
	request.frame.height = 80
	request.frame.data = pixels
	return request


func _response() -> MatchProto.MatchFramesResponse:
	var response: MatchProto.MatchFramesResponse = MatchProto.MatchFramesResponse.new()
	response.answer = MatchProto.Answer.new()
	response.answer.steps = 24
	response.answer.steps_filled = 24
	response.answer.frame_time_us = 3_600_000_000
	for rank: int in range(1, 6):
		var match_: MatchProto.Match = MatchProto.Match.new()
		match_.rank = rank
		match_.track = "tracks/0123456789abcdef"
		match_.title = "A piece with a title of some length"
		match_.artist = "Somebody"
		match_.license = "CC-BY-4.0"
		match_.url = "https://example.org/a/piece/of/music"
		match_.file = "/home/somebody/music/a piece of music.ogg"
		match_.distance = 1.25
		match_.score = 1.5
		response.answer.matches.append(match_)
	return response
