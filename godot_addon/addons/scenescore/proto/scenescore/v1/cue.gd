# Generated from scenescore/v1/cue.proto: do not edit.
extends RefCounted
## The user's decisions which track a scene plays.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _GoogleProtobufTimestamp := preload("../../google/protobuf/timestamp.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Cue := ScenescoreV1Cue
const AddCueRequest := ScenescoreV1AddCueRequest
const AddCueResponse := ScenescoreV1AddCueResponse
const ListCuesRequest := ScenescoreV1ListCuesRequest
const ListCuesResponse := ScenescoreV1ListCuesResponse
const DeleteCueRequest := ScenescoreV1DeleteCueRequest
const DeleteCueResponse := ScenescoreV1DeleteCueResponse
const CueServiceClient := ScenescoreV1CueServiceClient


## The decision "this scene plays this track".
class ScenescoreV1Cue:
	extends _Message

	## The cue's name, [code]cues/{id}[/code].
	var name: String = ""
	## The scene's name in the game, 1 to 200 characters.
	var scene: String = ""
	## The track, [code]tracks/{id}[/code]. The cue has no effect while the library doesn't hold the track.
	var track: String = ""
	## The bundle whose sessions use the cue, [code]models/{id}[/code].
	var model: String = ""
	## Time at which the cue was added, UTC.
	var create_time: _GoogleProtobufTimestamp.Timestamp = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not scene.is_empty():
			writer.add_string(2, scene)
		if not track.is_empty():
			writer.add_string(3, track)
		if not model.is_empty():
			writer.add_string(4, model)
		if create_time != null:
			writer.add_bytes(5, create_time.to_bytes())
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
					name = reader.read_string()
				18:
					scene = reader.read_string()
				26:
					track = reader.read_string()
				34:
					model = reader.read_string()
				42:
					if create_time == null:
						create_time = _GoogleProtobufTimestamp.Timestamp.new()
					var outer_end: int = reader.enter()
					create_time.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The cue to add: a scene, a track, and either [code]frames[/code] or [code]session[/code].
class ScenescoreV1AddCueRequest:
	extends _Message

	## The scene's name, 1 to 200 characters.
	var scene: String = ""
	## The track, [code]tracks/{id}[/code].
	var track: String = ""
	## The bundle, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## The frames of the window, oldest first: one for each step of the bundle. A frame is 80×80 pixels in HSV, 19,200
	## bytes, in OpenCV's ranges: hue 0 to 179, saturation and value 0 to 255. Empty if [code]session[/code] is set.
	var frames: Array[PackedByteArray] = []
	## An open session, [code]sessions/{id}[/code] from its answers, whose present scene is used instead of
	## [code]frames[/code]. The cue covers what the session has seen of the scene so far and, when the scene ends, all
	## of it. [code]model[/code] must be empty: the cue belongs to the session's bundle. NOT_FOUND after the session's
	## stream has ended.
	var session: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not scene.is_empty():
			writer.add_string(1, scene)
		if not track.is_empty():
			writer.add_string(2, track)
		if not model.is_empty():
			writer.add_string(3, model)
		for item: PackedByteArray in frames:
			writer.add_bytes(4, item)
		if not session.is_empty():
			writer.add_string(5, session)
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
					scene = reader.read_string()
				18:
					track = reader.read_string()
				26:
					model = reader.read_string()
				34:
					frames.append(reader.read_bytes())
				42:
					session = reader.read_string()
				_:
					reader.skip_field()


## The cue that was added.
class ScenescoreV1AddCueResponse:
	extends _Message

	## The new cue.
	var cue: ScenescoreV1Cue = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if cue != null:
			writer.add_bytes(1, cue.to_bytes())
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
					if cue == null:
						cue = ScenescoreV1Cue.new()
					var outer_end: int = reader.enter()
					cue.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The page of the list to return.
class ScenescoreV1ListCuesRequest:
	extends _Message

	## Largest number of cues in the page, 1 to 1000; 0 for 100. Larger values count as 1000.
	var page_size: int = 0
	## [code]next_page_token[/code] of the previous page; empty for the first page.
	var page_token: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if page_size != 0:
			writer.add_int(1, page_size)
		if not page_token.is_empty():
			writer.add_string(2, page_token)
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
					page_size = reader.read_int32()
				18:
					page_token = reader.read_string()
				_:
					reader.skip_field()


## One page of cues.
class ScenescoreV1ListCuesResponse:
	extends _Message

	## In the order in which they were added.
	var cues: Array[ScenescoreV1Cue] = []
	## [code]page_token[/code] of the next page; empty on the last page.
	var next_page_token: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Cue in cues:
			writer.add_bytes(1, item.to_bytes())
		if not next_page_token.is_empty():
			writer.add_string(2, next_page_token)
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
					cues.append(ScenescoreV1Cue.new())
					var outer_end: int = reader.enter()
					cues[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					next_page_token = reader.read_string()
				_:
					reader.skip_field()


## The cue to remove.
class ScenescoreV1DeleteCueRequest:
	extends _Message

	## The cue's name, [code]cues/{id}[/code].
	var name: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
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
					name = reader.read_string()
				_:
					reader.skip_field()


## Empty: the cue is removed.
class ScenescoreV1DeleteCueResponse:
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


## Adds, lists and removes cues. A cue improves the score of its track for scenes that look like the cue's scene; it
## never changes a distance. Open sessions use a new cue at once if it belongs to their bundle. For each scene, the
## nearest cue has the largest effect. Where the bundle only guesses and two or more tracks have cues, cues apply to
## scenes that look up to four times as different.
class ScenescoreV1CueServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Adds a cue. Earlier cues of the same scene and bundle that name another track are removed; those that name the
	## same track stay, as further examples of the scene. A library holds at most 1000 cues, else FAILED_PRECONDITION.
	func add_cue(request: ScenescoreV1AddCueRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.CueService/AddCue", ScenescoreV1AddCueResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Lists the cues, in pages.
	func list_cues(request: ScenescoreV1ListCuesRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.CueService/ListCues", ScenescoreV1ListCuesResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Removes a cue.
	func delete_cue(request: ScenescoreV1DeleteCueRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.CueService/DeleteCue", ScenescoreV1DeleteCueResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started
