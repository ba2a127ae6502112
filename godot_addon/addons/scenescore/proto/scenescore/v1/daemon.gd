# Generated from scenescore/v1/daemon.proto: do not edit.
extends RefCounted
## The daemon.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _GoogleProtobufDuration := preload("../../google/protobuf/duration.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const GetInfoRequest := ScenescoreV1GetInfoRequest
const Limits := ScenescoreV1Limits
const GetInfoResponse := ScenescoreV1GetInfoResponse
const ShutdownRequest := ScenescoreV1ShutdownRequest
const ShutdownResponse := ScenescoreV1ShutdownResponse
const DaemonServiceClient := ScenescoreV1DaemonServiceClient


## Empty.
class ScenescoreV1GetInfoRequest:
	extends _Message

	func to_bytes() -> PackedByteArray:
		return PackedByteArray()

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			reader.skip_field()


## The limits of the daemon.
class ScenescoreV1Limits:
	extends _Message

	## Largest number of open sessions, 1 or more. Further sessions get RESOURCE_EXHAUSTED.
	var max_sessions: int = 0
	## Largest size of a message, bytes.
	var max_message_bytes: int = 0
	## Largest length of a frame's longer side, pixels.
	var max_frame_side: int = 0
	## Largest number of pixels in a frame.
	var max_frame_pixels: int = 0
	## Largest size of an uploaded clip, bytes.
	var max_clip_bytes: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if max_sessions != 0:
			writer.add_int(1, max_sessions)
		if max_message_bytes != 0:
			writer.add_int(2, max_message_bytes)
		if max_frame_side != 0:
			writer.add_int(3, max_frame_side)
		if max_frame_pixels != 0:
			writer.add_int(4, max_frame_pixels)
		if max_clip_bytes != 0:
			writer.add_int(5, max_clip_bytes)
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				8:
					max_sessions = reader.read_int32()
				16:
					max_message_bytes = reader.read_varint()
				24:
					max_frame_side = reader.read_int32()
				32:
					max_frame_pixels = reader.read_varint()
				40:
					max_clip_bytes = reader.read_varint()
				_:
					reader.skip_field()


## The state of the daemon.
class ScenescoreV1GetInfoResponse:
	extends _Message

	## The daemon's version, such as [code]0.2.0[/code].
	var version: String = ""
	## The daemon's process id.
	var pid: int = 0
	## The bundle for sessions that name none, [code]models/{id}[/code]; empty if no bundle is installed.
	var default_model: String = ""
	## The loaded bundles, [code]models/{id}[/code].
	var loaded_models: Array[String] = []
	## Number of tracks in the library.
	var tracks: int = 0
	## Number of open sessions, 0 to [code]limits.max_sessions[/code].
	var sessions: int = 0
	## The limits.
	var limits: ScenescoreV1Limits = null
	## Why the daemon can't capture its screen; empty if it can.
	var screen_capture_problem: String = ""
	## Time since the daemon was ready.
	var uptime: _GoogleProtobufDuration.Duration = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not version.is_empty():
			writer.add_string(1, version)
		if pid != 0:
			writer.add_int(2, pid)
		if not default_model.is_empty():
			writer.add_string(3, default_model)
		for item: String in loaded_models:
			writer.add_string(4, item)
		if tracks != 0:
			writer.add_int(5, tracks)
		if sessions != 0:
			writer.add_int(6, sessions)
		if limits != null:
			writer.add_bytes(7, limits.to_bytes())
		if not screen_capture_problem.is_empty():
			writer.add_string(8, screen_capture_problem)
		if uptime != null:
			writer.add_bytes(9, uptime.to_bytes())
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					version = reader.read_string()
				16:
					pid = reader.read_varint()
				26:
					default_model = reader.read_string()
				34:
					loaded_models.append(reader.read_string())
				40:
					tracks = reader.read_varint()
				48:
					sessions = reader.read_int32()
				58:
					if limits == null:
						limits = ScenescoreV1Limits.new()
					var outer_end: int = reader.enter()
					limits.merge_from(reader)
					reader.leave(outer_end)
				66:
					screen_capture_problem = reader.read_string()
				74:
					if uptime == null:
						uptime = _GoogleProtobufDuration.Duration.new()
					var outer_end: int = reader.enter()
					uptime.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## Empty.
class ScenescoreV1ShutdownRequest:
	extends _Message

	func to_bytes() -> PackedByteArray:
		return PackedByteArray()

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			reader.skip_field()


## Empty: the daemon ends after this response.
class ScenescoreV1ShutdownResponse:
	extends _Message

	func to_bytes() -> PackedByteArray:
		return PackedByteArray()

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			reader.skip_field()


## Describes the daemon and ends it.
class ScenescoreV1DaemonServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Returns the version, the limits and what is loaded. Clients make this call first.
	func get_info(request: ScenescoreV1GetInfoRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.DaemonService/GetInfo", ScenescoreV1GetInfoResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Ends the daemon. Open streams end with UNAVAILABLE and the reason SHUTTING_DOWN.
	func shutdown(request: ScenescoreV1ShutdownRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.DaemonService/Shutdown", ScenescoreV1ShutdownResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started
