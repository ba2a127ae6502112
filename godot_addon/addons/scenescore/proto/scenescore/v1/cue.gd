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
const SyncCuesConfig := ScenescoreV1SyncCuesConfig
const SyncedCue := ScenescoreV1SyncedCue
const SyncCuesRequest := ScenescoreV1SyncCuesRequest
const UnresolvedCue := ScenescoreV1UnresolvedCue
const SyncCuesResponse := ScenescoreV1SyncCuesResponse
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
	## The bundle whose sessions use the cue, [code]models/{id}[/code]; empty for those of all bundles.
	var model: String = ""
	## Time at which the cue was added, UTC.
	var create_time: _GoogleProtobufTimestamp.Timestamp = null
	## The project that the cue belongs to, [code]projects/{id}[/code].
	var project: String = ""

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
		if not project.is_empty():
			writer.add_string(6, project)
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
				50:
					project = reader.read_string()
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
	## The project, [code]projects/{id}[/code]; empty for [code]projects/default[/code]. With [code]session[/code] it
	## must be the session's project, or empty.
	var project: String = ""

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
		if not project.is_empty():
			writer.add_string(6, project)
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
				50:
					project = reader.read_string()
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
	## The project whose cues are listed, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if page_size != 0:
			writer.add_int(1, page_size)
		if not page_token.is_empty():
			writer.add_string(2, page_token)
		if not project.is_empty():
			writer.add_string(3, project)
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
				26:
					project = reader.read_string()
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


## What the cues of a SyncCues call have in common.
class ScenescoreV1SyncCuesConfig:
	extends _Message

	## The project, [code]projects/{id}[/code]; not the default one, which has no file. NOT_FOUND if no client has
	## opened it.
	var project: String = ""
	## The bundle of the cues that name none, [code]models/{id}[/code]; empty if they act with all bundles.
	var model: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not project.is_empty():
			writer.add_string(1, project)
		if not model.is_empty():
			writer.add_string(2, model)
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
					project = reader.read_string()
				18:
					model = reader.read_string()
				_:
					reader.skip_field()


## A cue as a project's file holds it. [code]track[/code], [code]file[/code] or [code]title[/code] must be given; the
## first of them that leads to a track of the project counts. A cue with neither [code]window[/code] nor
## [code]frames[/code] keeps what sessions have learnt of it, and adds nothing.
class ScenescoreV1SyncedCue:
	extends _Message

	## The scene's name, 1 to 200 characters.
	var scene: String = ""
	## The track, [code]tracks/{id}[/code]; empty if unknown.
	var track: String = ""
	## Path of the track's file, absolute or relative to the project's folder; a file's name is enough where no other
	## file of the project has it. Empty if unknown.
	var file: String = ""
	## The track's title; empty if unknown.
	var title: String = ""
	## The bundle whose sessions use the cue, [code]models/{id}[/code]; empty for that of the config.
	var model: String = ""
	## The scene's look as one PNG, WebP or JPEG: 1 to 240 pictures of 80×80 pixels in RGB, from left to right and then
	## from top to bottom, oldest first. Empty if [code]frames[/code] is set.
	var window: PackedByteArray = PackedByteArray()
	## The scene's look as 1 to 240 frames in HSV, each as in AddCueRequest. Empty if [code]window[/code] is set.
	var frames: Array[PackedByteArray] = []
	## Stillness of the scene's newest 12 s, 0 (something moves all the time) to 1 (nothing moves); unset if unknown.
	var stillness: float = 0.0:
		set(value):
			stillness = value
			_has_stillness = true

	var _has_stillness: bool = false

	## Whether [member stillness] is set.
	func has_stillness() -> bool:
		return _has_stillness

	## Unsets [member stillness].
	func clear_stillness() -> void:
		stillness = 0.0
		_has_stillness = false

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not scene.is_empty():
			writer.add_string(1, scene)
		if not track.is_empty():
			writer.add_string(2, track)
		if not file.is_empty():
			writer.add_string(3, file)
		if not title.is_empty():
			writer.add_string(4, title)
		if not model.is_empty():
			writer.add_string(5, model)
		if not window.is_empty():
			writer.add_bytes(6, window)
		for item: PackedByteArray in frames:
			writer.add_bytes(7, item)
		if _has_stillness:
			writer.add_double(8, stillness)
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
					file = reader.read_string()
				34:
					title = reader.read_string()
				42:
					model = reader.read_string()
				50:
					window = reader.read_bytes()
				58:
					frames.append(reader.read_bytes())
				65:
					stillness = reader.read_double()
				_:
					reader.skip_field()


## First what all cues have in common, then cue after cue. A stream without cues removes all cues of the project.
class ScenescoreV1SyncCuesRequest:
	extends _Message

	enum ScenescoreV1SyncCuesRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		CUE = 2,
	}

	const MessageCase := ScenescoreV1SyncCuesRequestMessageCase

	## What the cues have in common; in the first message only.
	var config: ScenescoreV1SyncCuesConfig:
		get:
			return _message if _message_case == ScenescoreV1SyncCuesRequestMessageCase.CONFIG else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1SyncCuesRequestMessageCase.CONFIG
			elif _message_case == ScenescoreV1SyncCuesRequestMessageCase.CONFIG:
				_message = null
				_message_case = ScenescoreV1SyncCuesRequestMessageCase.NONE
	## The next cue, at most 1000 of them.
	var cue: ScenescoreV1SyncedCue:
		get:
			return _message if _message_case == ScenescoreV1SyncCuesRequestMessageCase.CUE else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1SyncCuesRequestMessageCase.CUE
			elif _message_case == ScenescoreV1SyncCuesRequestMessageCase.CUE:
				_message = null
				_message_case = ScenescoreV1SyncCuesRequestMessageCase.NONE
	## Which of these is set; at most one is: [member config], [member cue].
	var message_case: ScenescoreV1SyncCuesRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1SyncCuesRequestMessageCase = ScenescoreV1SyncCuesRequestMessageCase.NONE

	## Clears the field that [member message_case] names.
	func clear_message() -> void:
		_message = null
		_message_case = ScenescoreV1SyncCuesRequestMessageCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if _message_case == ScenescoreV1SyncCuesRequestMessageCase.CONFIG:
			writer.add_bytes(1, config.to_bytes())
		if _message_case == ScenescoreV1SyncCuesRequestMessageCase.CUE:
			writer.add_bytes(2, cue.to_bytes())
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
					if config == null:
						config = ScenescoreV1SyncCuesConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				18:
					if cue == null:
						cue = ScenescoreV1SyncedCue.new()
					var outer_end: int = reader.enter()
					cue.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## A cue of the project's file that has no effect yet.
class ScenescoreV1UnresolvedCue:
	extends _Message

	## The scene's name.
	var scene: String = ""
	## The title that was sent; else the file's name, else the track.
	var title: String = ""
	## Why: the track is missing, or several tracks fit.
	var reason: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not scene.is_empty():
			writer.add_string(1, scene)
		if not title.is_empty():
			writer.add_string(2, title)
		if not reason.is_empty():
			writer.add_string(3, reason)
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
					title = reader.read_string()
				26:
					reason = reader.read_string()
				_:
					reader.skip_field()


## How the project's cues have changed.
class ScenescoreV1SyncCuesResponse:
	extends _Message

	## Number of cues that the daemon had already, 0 or more.
	var known: int = 0
	## Number of cues that are new, 0 or more.
	var added: int = 0
	## Number of cues that were removed, 0 or more.
	var removed: int = 0
	## The cues whose tracks the project lacks. Send them again once their music is imported.
	var unresolved: Array[ScenescoreV1UnresolvedCue] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if known != 0:
			writer.add_int(1, known)
		if added != 0:
			writer.add_int(2, added)
		if removed != 0:
			writer.add_int(3, removed)
		for item: ScenescoreV1UnresolvedCue in unresolved:
			writer.add_bytes(4, item.to_bytes())
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
					known = reader.read_int32()
				16:
					added = reader.read_int32()
				24:
					removed = reader.read_int32()
				34:
					unresolved.append(ScenescoreV1UnresolvedCue.new())
					var outer_end: int = reader.enter()
					unresolved[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## Adds, lists and removes cues. A cue improves the score of its track for scenes that look like the cue's scene; it
## never changes a distance. Open sessions use a new cue at once if it belongs to their bundle. For each scene, the
## nearest cue has the largest effect. Where the bundle only guesses and two or more tracks have cues, cues apply to
## scenes that look up to four times as different. A cue belongs to a project, and acts in this project's sessions
## alone.
class ScenescoreV1CueServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Adds a cue. Earlier cues of the same project, scene and bundle that name another track are removed; those that
	## name the same track stay, as further examples of the scene. A project holds at most 1000 cues, else
	## FAILED_PRECONDITION.
	func add_cue(request: ScenescoreV1AddCueRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.CueService/AddCue", ScenescoreV1AddCueResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Lists the cues of a project, in pages.
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

	## Replaces the cues of a project by those that the project's own file holds. Clients make this call when they
	## connect, so that a project that was cloned from version control knows its cues. Pictures that a cue has gained in
	## sessions stay. Nothing changes before the client has sent everything. Send requests with the call's
	## [code]send[/code], and end them with [code]end_requests[/code].
	func sync_cues(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.CueService/SyncCues", ScenescoreV1SyncCuesResponse, deadline_s)
