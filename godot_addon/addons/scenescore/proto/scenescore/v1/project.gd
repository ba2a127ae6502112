# Generated from scenescore/v1/project.proto: do not edit.
extends RefCounted
## Projects: each is one game that is being made.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Project := ScenescoreV1Project
const OpenProjectRequest := ScenescoreV1OpenProjectRequest
const OpenProjectResponse := ScenescoreV1OpenProjectResponse
const ListProjectsRequest := ScenescoreV1ListProjectsRequest
const ListProjectsResponse := ScenescoreV1ListProjectsResponse
const ProjectServiceClient := ScenescoreV1ProjectServiceClient


## One game that is being made.
class ScenescoreV1Project:
	extends _Message

	## The project's name, [code]projects/{id}[/code]. The id has 1 to 64 of a-z, 0-9, [code]-[/code] and
	## [code]_[/code]. The client makes it once, with a random part, and keeps it in the project's own files.
	var name: String = ""
	## The game's name for people, at most 200 characters.
	var display_name: String = ""
	## Absolute path of the project's folder on the daemon's machine; empty if unknown.
	var folder: String = ""
	## Absolute paths of its music folders, or single files, on the daemon's machine; at most 1000.
	var music: Array[String] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not display_name.is_empty():
			writer.add_string(2, display_name)
		if not folder.is_empty():
			writer.add_string(3, folder)
		for item: String in music:
			writer.add_string(4, item)
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
					display_name = reader.read_string()
				26:
					folder = reader.read_string()
				34:
					music.append(reader.read_string())
				_:
					reader.skip_field()


## The project to register.
class ScenescoreV1OpenProjectRequest:
	extends _Message

	## The project. Its music replaces the music that it had; the daemon only takes paths below the folders of
	## [code]serve --allow-root[/code], else PERMISSION_DENIED. Without music, the project keeps the music that it had.
	var project: ScenescoreV1Project = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if project != null:
			writer.add_bytes(1, project.to_bytes())
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
					if project == null:
						project = ScenescoreV1Project.new()
					var outer_end: int = reader.enter()
					project.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The project as it is now.
class ScenescoreV1OpenProjectResponse:
	extends _Message

	## The project.
	var project: ScenescoreV1Project = null
	## Number of tracks that it sees, 0 or more.
	var tracks: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if project != null:
			writer.add_bytes(1, project.to_bytes())
		if tracks != 0:
			writer.add_int(2, tracks)
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
					if project == null:
						project = ScenescoreV1Project.new()
					var outer_end: int = reader.enter()
					project.merge_from(reader)
					reader.leave(outer_end)
				16:
					tracks = reader.read_varint()
				_:
					reader.skip_field()


## The page of the list to return.
class ScenescoreV1ListProjectsRequest:
	extends _Message

	## Largest number of projects in the page, 1 to 1000; 0 for 100. Larger values count as 1000.
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


## One page of projects.
class ScenescoreV1ListProjectsResponse:
	extends _Message

	## Sorted by display name.
	var projects: Array[ScenescoreV1Project] = []
	## [code]page_token[/code] of the next page; empty on the last page.
	var next_page_token: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Project in projects:
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
					projects.append(ScenescoreV1Project.new())
					var outer_end: int = reader.enter()
					projects[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					next_page_token = reader.read_string()
				_:
					reader.skip_field()


## Registers and lists projects. A project sees the tracks whose files lie in its music folders, and its own cues. What
## was added without a project belongs to [code]projects/default[/code], which always exists. The features of a track
## that several projects see are computed and stored once.
class ScenescoreV1ProjectServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Registers a project, or updates its name and music folders. A client makes this call when it connects, before it
	## names the project in other calls. It imports nothing: see LibraryService.ImportTracks.
	func open_project(request: ScenescoreV1OpenProjectRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ProjectService/OpenProject", ScenescoreV1OpenProjectResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Lists the projects by name, in pages.
	func list_projects(request: ScenescoreV1ListProjectsRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ProjectService/ListProjects", ScenescoreV1ListProjectsResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started
