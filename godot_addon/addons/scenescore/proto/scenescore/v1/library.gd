# Generated from scenescore/v1/library.proto: do not edit.
extends RefCounted
## The user's music library.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _GoogleProtobufTimestamp := preload("../../google/protobuf/timestamp.gd")
const _ScenescoreV1Match := preload("match.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const Track := ScenescoreV1Track
const ListTracksRequest := ScenescoreV1ListTracksRequest
const ListTracksResponse := ScenescoreV1ListTracksResponse
const GetTrackRequest := ScenescoreV1GetTrackRequest
const GetTrackResponse := ScenescoreV1GetTrackResponse
const ImportTracksRequest := ScenescoreV1ImportTracksRequest
const BrokenFile := ScenescoreV1BrokenFile
const ImportTracksResponse := ScenescoreV1ImportTracksResponse
const TrackChange := ScenescoreV1TrackChange
const PassedOver := ScenescoreV1PassedOver
const UpdateLibraryRequest := ScenescoreV1UpdateLibraryRequest
const UpdateLibraryResponse := ScenescoreV1UpdateLibraryResponse
const DeleteTrackRequest := ScenescoreV1DeleteTrackRequest
const DeleteTrackResponse := ScenescoreV1DeleteTrackResponse
const ReadTrackAudioRequest := ScenescoreV1ReadTrackAudioRequest
const ReadTrackAudioResponse := ScenescoreV1ReadTrackAudioResponse
const FindSimilarTracksRequest := ScenescoreV1FindSimilarTracksRequest
const FindSimilarTracksResponse := ScenescoreV1FindSimilarTracksResponse
const FindTracksByTextRequest := ScenescoreV1FindTracksByTextRequest
const TextReason := ScenescoreV1TextReason
const TextMatch := ScenescoreV1TextMatch
const FindTracksByTextResponse := ScenescoreV1FindTracksByTextResponse
const FindScenesConfig := ScenescoreV1FindScenesConfig
const SearchedClip := ScenescoreV1SearchedClip
const FindScenesForTrackRequest := ScenescoreV1FindScenesForTrackRequest
const FoundScene := ScenescoreV1FoundScene
const FindScenesForTrackResponse := ScenescoreV1FindScenesForTrackResponse
const LibraryServiceClient := ScenescoreV1LibraryServiceClient


## One piece of music.
class ScenescoreV1Track:
	extends _Message

	## The track's name, [code]tracks/{id}[/code]. The id is the beginning of the SHA-256 that its file had when it was
	## added.
	var name: String = ""
	## The title.
	var title: String = ""
	## The artist; empty if unknown.
	var artist: String = ""
	## The licence; empty if unknown.
	var license: String = ""
	## The web page that the piece comes from; empty if unknown.
	var url: String = ""
	## Path of the file on the daemon's machine.
	var file: String = ""
	## Length, seconds, above 0.
	var duration_s: float = 0.0
	## Start of the representative 12-second segment, seconds, 0 or more.
	var segment_start_s: float = 0.0
	## True if the piece is shorter than 12 s and was looped to fill the segment.
	var segment_looped: bool = false
	## Time at which the track was added to the library, UTC.
	var create_time: _GoogleProtobufTimestamp.Timestamp = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not title.is_empty():
			writer.add_string(2, title)
		if not artist.is_empty():
			writer.add_string(3, artist)
		if not license.is_empty():
			writer.add_string(4, license)
		if not url.is_empty():
			writer.add_string(5, url)
		if not file.is_empty():
			writer.add_string(6, file)
		if duration_s != 0.0:
			writer.add_double(7, duration_s)
		if segment_start_s != 0.0:
			writer.add_double(8, segment_start_s)
		if segment_looped:
			writer.add_bool(9, segment_looped)
		if create_time != null:
			writer.add_bytes(10, create_time.to_bytes())
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
					title = reader.read_string()
				26:
					artist = reader.read_string()
				34:
					license = reader.read_string()
				42:
					url = reader.read_string()
				50:
					file = reader.read_string()
				57:
					duration_s = reader.read_double()
				65:
					segment_start_s = reader.read_double()
				72:
					segment_looped = reader.read_bool()
				82:
					if create_time == null:
						create_time = _GoogleProtobufTimestamp.Timestamp.new()
					var outer_end: int = reader.enter()
					create_time.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The page of the list to return.
class ScenescoreV1ListTracksRequest:
	extends _Message

	## Largest number of tracks in the page, 1 to 1000; 0 for 100. Larger values count as 1000.
	var page_size: int = 0
	## [code]next_page_token[/code] of the previous page; empty for the first page.
	var page_token: String = ""
	## The project whose tracks are listed, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
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


## One page of tracks.
class ScenescoreV1ListTracksResponse:
	extends _Message

	## Sorted by title.
	var tracks: Array[ScenescoreV1Track] = []
	## [code]page_token[/code] of the next page; empty on the last page.
	var next_page_token: String = ""
	## Number of tracks that the project sees, 0 or more.
	var total_size: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Track in tracks:
			writer.add_bytes(1, item.to_bytes())
		if not next_page_token.is_empty():
			writer.add_string(2, next_page_token)
		if total_size != 0:
			writer.add_int(3, total_size)
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
					tracks.append(ScenescoreV1Track.new())
					var outer_end: int = reader.enter()
					tracks[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					next_page_token = reader.read_string()
				24:
					total_size = reader.read_varint()
				_:
					reader.skip_field()


## The track to return.
class ScenescoreV1GetTrackRequest:
	extends _Message

	## The track's name, [code]tracks/{id}[/code].
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


## The track.
class ScenescoreV1GetTrackResponse:
	extends _Message

	## The track.
	var track: ScenescoreV1Track = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if track != null:
			writer.add_bytes(1, track.to_bytes())
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
					if track == null:
						track = ScenescoreV1Track.new()
					var outer_end: int = reader.enter()
					track.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The music to import.
class ScenescoreV1ImportTracksRequest:
	extends _Message

	## 1 to 1000 absolute paths of files and folders on the daemon's machine.
	var paths: Array[String] = []
	## Whether the daemon keeps the library up to date with these folders after the import, as long as it runs: it adds
	## new files and removes tracks whose files are gone. It follows at most 32 folders, else FAILED_PRECONDITION.
	var follow: bool = false
	## The project that sees the music from now on, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: String in paths:
			writer.add_string(1, item)
		if follow:
			writer.add_bool(2, follow)
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
				10:
					paths.append(reader.read_string())
				16:
					follow = reader.read_bool()
				26:
					project = reader.read_string()
				_:
					reader.skip_field()


## A file that couldn't be imported.
class ScenescoreV1BrokenFile:
	extends _Message

	## Path of the file on the daemon's machine.
	var file: String = ""
	## What is wrong with it.
	var reason: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not file.is_empty():
			writer.add_string(1, file)
		if not reason.is_empty():
			writer.add_string(2, reason)
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
					file = reader.read_string()
				18:
					reason = reader.read_string()
				_:
					reader.skip_field()


## The progress of an import. The last message has [code]done[/code] set.
class ScenescoreV1ImportTracksResponse:
	extends _Message

	## Number of files processed so far, 0 to [code]files_total[/code].
	var files_done: int = 0
	## Number of files found.
	var files_total: int = 0
	## Number of tracks that are new in the library.
	var added: int = 0
	## Number of tracks that were in the library already.
	var known: int = 0
	## All files that couldn't be read so far.
	var broken: Array[ScenescoreV1BrokenFile] = []
	## Estimated remaining time, seconds, 0 or more.
	var eta_s: float = 0.0
	## True in the last message only.
	var done: bool = false
	## Known tracks whose file is not what it was; in the last message only. They keep their names and their cues.
	var changes: Array[ScenescoreV1TrackChange] = []
	## What was left out without being broken; in the last message only.
	var passed_over: Array[ScenescoreV1PassedOver] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if files_done != 0:
			writer.add_int(1, files_done)
		if files_total != 0:
			writer.add_int(2, files_total)
		if added != 0:
			writer.add_int(3, added)
		if known != 0:
			writer.add_int(4, known)
		for item: ScenescoreV1BrokenFile in broken:
			writer.add_bytes(5, item.to_bytes())
		if eta_s != 0.0:
			writer.add_double(6, eta_s)
		if done:
			writer.add_bool(7, done)
		for item: ScenescoreV1TrackChange in changes:
			writer.add_bytes(8, item.to_bytes())
		for item: ScenescoreV1PassedOver in passed_over:
			writer.add_bytes(9, item.to_bytes())
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
					files_done = reader.read_varint()
				16:
					files_total = reader.read_varint()
				24:
					added = reader.read_varint()
				32:
					known = reader.read_varint()
				42:
					broken.append(ScenescoreV1BrokenFile.new())
					var outer_end: int = reader.enter()
					broken[-1].merge_from(reader)
					reader.leave(outer_end)
				49:
					eta_s = reader.read_double()
				56:
					done = reader.read_bool()
				66:
					changes.append(ScenescoreV1TrackChange.new())
					var outer_end: int = reader.enter()
					changes[-1].merge_from(reader)
					reader.leave(outer_end)
				74:
					passed_over.append(ScenescoreV1PassedOver.new())
					var outer_end: int = reader.enter()
					passed_over[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## A known track whose file is not what it was.
class ScenescoreV1TrackChange:
	extends _Message

	## The track, [code]tracks/{id}[/code].
	var track: String = ""
	## [code]moved[/code]: its file is elsewhere now. [code]retagged[/code]: the file changed, but not its sound.
	## [code]changed[/code]: its sound changed, so its features were computed again.
	var kind: String = ""
	## Path of its file on the daemon's machine.
	var file: String = ""
	## Path of the file before it was moved; else empty.
	var former_file: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not track.is_empty():
			writer.add_string(1, track)
		if not kind.is_empty():
			writer.add_string(2, kind)
		if not file.is_empty():
			writer.add_string(3, file)
		if not former_file.is_empty():
			writer.add_string(4, former_file)
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
					track = reader.read_string()
				18:
					kind = reader.read_string()
				26:
					file = reader.read_string()
				34:
					former_file = reader.read_string()
				_:
					reader.skip_field()


## What an import left out for one reason.
class ScenescoreV1PassedOver:
	extends _Message

	## [code]unknown_kind[/code]: no sound that can be read. [code]link[/code]: leads nowhere, to a folder that is
	## searched already, or where reading isn't allowed. [code]hidden[/code]: the name begins with a dot.
	## [code]silent[/code]: nothing to hear. [code]removed[/code]: removed by DeleteTrack. [code]table_row[/code]: a row
	## of a tracks.csv that names no file.
	var reason: String = ""
	## The files' suffix in lower case, such as [code].mid[/code], for [code]unknown_kind[/code]; else empty.
	var suffix: String = ""
	## How many, 1 or more.
	var count: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not reason.is_empty():
			writer.add_string(1, reason)
		if not suffix.is_empty():
			writer.add_string(2, suffix)
		if count != 0:
			writer.add_int(3, count)
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
					reason = reader.read_string()
				18:
					suffix = reader.read_string()
				24:
					count = reader.read_varint()
				_:
					reader.skip_field()


## The music to look at again.
class ScenescoreV1UpdateLibraryRequest:
	extends _Message

	## The project, [code]projects/{id}[/code]; empty for [code]projects/default[/code]. Must be empty if
	## [code]all_projects[/code] is set.
	var project: String = ""
	## Whether to look at the music of all projects.
	var all_projects: bool = false

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not project.is_empty():
			writer.add_string(1, project)
		if all_projects:
			writer.add_bool(2, all_projects)
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
				16:
					all_projects = reader.read_bool()
				_:
					reader.skip_field()


## The progress of an update. The last message has [code]done[/code] set.
class ScenescoreV1UpdateLibraryResponse:
	extends _Message

	## What is imported; [code]done[/code] in it is true once all files were looked at.
	var imported: ScenescoreV1ImportTracksResponse = null
	## Number of tracks that lacked features and have them now, 0 or more; in the last message only.
	var filled: int = 0
	## Number of tracks that still lack features which a bundle needs, 0 or more; in the last message only.
	var lacking: int = 0
	## Tracks that were dropped because their files are gone, [code]tracks/{id}[/code]; in the last message only.
	var dropped: Array[String] = []
	## Music folders that can't be looked at, such as those of a drive that isn't there, and why; in the last message
	## only. Their tracks stay.
	var unreachable: Array[ScenescoreV1BrokenFile] = []
	## True in the last message only.
	var done: bool = false

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if imported != null:
			writer.add_bytes(1, imported.to_bytes())
		if filled != 0:
			writer.add_int(2, filled)
		if lacking != 0:
			writer.add_int(3, lacking)
		for item: String in dropped:
			writer.add_string(4, item)
		for item: ScenescoreV1BrokenFile in unreachable:
			writer.add_bytes(5, item.to_bytes())
		if done:
			writer.add_bool(6, done)
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
					if imported == null:
						imported = ScenescoreV1ImportTracksResponse.new()
					var outer_end: int = reader.enter()
					imported.merge_from(reader)
					reader.leave(outer_end)
				16:
					filled = reader.read_varint()
				24:
					lacking = reader.read_varint()
				34:
					dropped.append(reader.read_string())
				42:
					unreachable.append(ScenescoreV1BrokenFile.new())
					var outer_end: int = reader.enter()
					unreachable[-1].merge_from(reader)
					reader.leave(outer_end)
				48:
					done = reader.read_bool()
				_:
					reader.skip_field()


## The track to remove.
class ScenescoreV1DeleteTrackRequest:
	extends _Message

	## The track's name, [code]tracks/{id}[/code].
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


## Empty: the track is removed.
class ScenescoreV1DeleteTrackResponse:
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


## The track to read.
class ScenescoreV1ReadTrackAudioRequest:
	extends _Message

	## The track's name, [code]tracks/{id}[/code].
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


## A piece of the file.
class ScenescoreV1ReadTrackAudioResponse:
	extends _Message

	## MIME type such as [code]audio/ogg[/code]; in the first message only.
	var content_type: String = ""
	## Size of the whole file, bytes; in the first message only.
	var total_bytes: int = 0
	## The next bytes of the file, at most 64 KiB.
	var data: PackedByteArray = PackedByteArray()

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not content_type.is_empty():
			writer.add_string(1, content_type)
		if total_bytes != 0:
			writer.add_int(2, total_bytes)
		if not data.is_empty():
			writer.add_bytes(3, data)
		return writer.bytes

	func merge_from_bytes(data_: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data_)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					content_type = reader.read_string()
				16:
					total_bytes = reader.read_varint()
				26:
					data = reader.read_bytes()
				_:
					reader.skip_field()


## The track to compare with.
class ScenescoreV1FindSimilarTracksRequest:
	extends _Message

	## The track's name, [code]tracks/{id}[/code]. The response doesn't contain this track.
	var name: String = ""
	## The bundle whose feature set is compared, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## Number of matches, 1 to 100; 0 for 10.
	var top_k: int = 0
	## The project whose tracks are searched, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not model.is_empty():
			writer.add_string(2, model)
		if top_k != 0:
			writer.add_int(3, top_k)
		if not project.is_empty():
			writer.add_string(4, project)
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
					model = reader.read_string()
				24:
					top_k = reader.read_int32()
				34:
					project = reader.read_string()
				_:
					reader.skip_field()


## The closest tracks.
class ScenescoreV1FindSimilarTracksResponse:
	extends _Message

	## The closest first.
	var matches: Array[_ScenescoreV1Match.Match] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: _ScenescoreV1Match.Match in matches:
			writer.add_bytes(1, item.to_bytes())
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
					matches.append(_ScenescoreV1Match.Match.new())
					var outer_end: int = reader.enter()
					matches[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The scene to find music for.
class ScenescoreV1FindTracksByTextRequest:
	extends _Message

	## The scene in words, such as [code]a sad talk by the fire[/code], a scene's name, or a title; 1 to 1000
	## characters.
	var query: String = ""
	## Number of matches, 1 to 100; 0 for 10.
	var top_k: int = 0
	## The project whose tracks are searched, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not query.is_empty():
			writer.add_string(1, query)
		if top_k != 0:
			writer.add_int(2, top_k)
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
				10:
					query = reader.read_string()
				16:
					top_k = reader.read_int32()
				26:
					project = reader.read_string()
				_:
					reader.skip_field()


## Why a track's words fit a text.
class ScenescoreV1TextReason:
	extends _Message

	## [code]kind[/code]: it is of a kind that the text names, or of one near it. [code]words[/code]: its title, tags or
	## file name share words with the text. [code]meaning[/code]: its title is close in meaning.
	var kind: String = ""
	## How much the reason counts, -1 to 1; below 0 where it speaks against the track.
	var weight: float = 0.0
	## The reason for people, such as [code]title says battle[/code].
	var words: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not kind.is_empty():
			writer.add_string(1, kind)
		if weight != 0.0:
			writer.add_double(2, weight)
		if not words.is_empty():
			writer.add_string(3, words)
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
					kind = reader.read_string()
				17:
					weight = reader.read_double()
				26:
					words = reader.read_string()
				_:
					reader.skip_field()


## One track in the ranking for a text.
class ScenescoreV1TextMatch:
	extends _Message

	## Place in the ranking, 1 or more.
	var rank: int = 0
	## The track.
	var track: ScenescoreV1Track = null
	## How well its words fit the text, 0 to 1; higher is better.
	var fit: float = 0.0
	## Why, the weightiest first.
	var reasons: Array[ScenescoreV1TextReason] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if rank != 0:
			writer.add_int(1, rank)
		if track != null:
			writer.add_bytes(2, track.to_bytes())
		if fit != 0.0:
			writer.add_double(3, fit)
		for item: ScenescoreV1TextReason in reasons:
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
					rank = reader.read_int32()
				18:
					if track == null:
						track = ScenescoreV1Track.new()
					var outer_end: int = reader.enter()
					track.merge_from(reader)
					reader.leave(outer_end)
				25:
					fit = reader.read_double()
				34:
					reasons.append(ScenescoreV1TextReason.new())
					var outer_end: int = reader.enter()
					reasons[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The tracks whose words fit.
class ScenescoreV1FindTracksByTextResponse:
	extends _Message

	## The best first. Tracks whose words have nothing to do with the text are left out, so there may be none.
	var matches: Array[ScenescoreV1TextMatch] = []
	## The kinds of scene that the text names, such as [code]sad[/code] and [code]story[/code]; empty if it names none.
	var kinds: Array[String] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1TextMatch in matches:
			writer.add_bytes(1, item.to_bytes())
		for item: String in kinds:
			writer.add_string(2, item)
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
					matches.append(ScenescoreV1TextMatch.new())
					var outer_end: int = reader.enter()
					matches[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					kinds.append(reader.read_string())
				_:
					reader.skip_field()


## The track, and how its scenes are searched.
class ScenescoreV1FindScenesConfig:
	extends _Message

	## The track, [code]tracks/{id}[/code].
	var track: String = ""
	## The bundle to predict with, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## Number of scenes, 1 to 100; 0 for 10.
	var top_k: int = 0
	## The project that the track belongs to, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not track.is_empty():
			writer.add_string(1, track)
		if not model.is_empty():
			writer.add_string(2, model)
		if top_k != 0:
			writer.add_int(3, top_k)
		if not project.is_empty():
			writer.add_string(4, project)
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
					track = reader.read_string()
				18:
					model = reader.read_string()
				24:
					top_k = reader.read_int32()
				34:
					project = reader.read_string()
				_:
					reader.skip_field()


## One clip, sent before its frames or its video.
class ScenescoreV1SearchedClip:
	extends _Message

	## The clip's name, unique in the call, 1 to 200 characters.
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


## First the settings; then, for each clip, its name and its frames or its video.
class ScenescoreV1FindScenesForTrackRequest:
	extends _Message

	enum ScenescoreV1FindScenesForTrackRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		CLIP = 2,
		FRAME = 3,
		VIDEO_CHUNK = 4,
	}

	const MessageCase := ScenescoreV1FindScenesForTrackRequestMessageCase

	## The settings; in the first message only.
	var config: ScenescoreV1FindScenesConfig:
		get:
			return _message if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CONFIG else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.CONFIG
			elif _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CONFIG:
				_message = null
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.NONE
	## Starts the next clip.
	var clip: ScenescoreV1SearchedClip:
		get:
			return _message if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CLIP else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.CLIP
			elif _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CLIP:
				_message = null
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.NONE
	## The next picture of the clip.
	var frame: _ScenescoreV1Match.Frame:
		get:
			return _message if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.FRAME else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.FRAME
			elif _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.FRAME:
				_message = null
				_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.NONE
	## The next bytes of the clip's video file, at most 1 MiB per message.
	var video_chunk: PackedByteArray:
		get:
			return _message if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.VIDEO_CHUNK else PackedByteArray()
		set(value):
			_message = value
			_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.VIDEO_CHUNK
	## Which of these is set; at most one is: [member config], [member clip], [member frame], [member video_chunk].
	var message_case: ScenescoreV1FindScenesForTrackRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1FindScenesForTrackRequestMessageCase = ScenescoreV1FindScenesForTrackRequestMessageCase.NONE

	## Clears the field that [member message_case] names.
	func clear_message() -> void:
		_message = null
		_message_case = ScenescoreV1FindScenesForTrackRequestMessageCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CONFIG:
			writer.add_bytes(1, config.to_bytes())
		if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.CLIP:
			writer.add_bytes(2, clip.to_bytes())
		if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.FRAME:
			writer.add_bytes(3, frame.to_bytes())
		if _message_case == ScenescoreV1FindScenesForTrackRequestMessageCase.VIDEO_CHUNK:
			writer.add_bytes(4, video_chunk)
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
						config = ScenescoreV1FindScenesConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				18:
					if clip == null:
						clip = ScenescoreV1SearchedClip.new()
					var outer_end: int = reader.enter()
					clip.merge_from(reader)
					reader.leave(outer_end)
				26:
					if frame == null:
						frame = _ScenescoreV1Match.Frame.new()
					var outer_end: int = reader.enter()
					frame.merge_from(reader)
					reader.leave(outer_end)
				34:
					video_chunk = reader.read_bytes()
				_:
					reader.skip_field()


## A part of a clip.
class ScenescoreV1FoundScene:
	extends _Message

	## Place in the ranking, 1 or more.
	var rank: int = 0
	## The clip's name.
	var clip: String = ""
	## Start of the part, seconds from the clip's first picture, 0 or more.
	var start_s: float = 0.0
	## End of the part, seconds from the clip's first picture; at most 12 s after the start.
	var end_s: float = 0.0
	## Earth Mover's Distance between the prediction for this part and the track, in standard deviations, 0 or more;
	## lower is closer.
	var distance: float = 0.0
	## How well the track fits this part beside the other tracks, 0 to 1: the share of them that are no closer.
	var fit: float = 0.0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if rank != 0:
			writer.add_int(1, rank)
		if not clip.is_empty():
			writer.add_string(2, clip)
		if start_s != 0.0:
			writer.add_double(3, start_s)
		if end_s != 0.0:
			writer.add_double(4, end_s)
		if distance != 0.0:
			writer.add_double(5, distance)
		if fit != 0.0:
			writer.add_double(6, fit)
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
					rank = reader.read_int32()
				18:
					clip = reader.read_string()
				25:
					start_s = reader.read_double()
				33:
					end_s = reader.read_double()
				41:
					distance = reader.read_double()
				49:
					fit = reader.read_double()
				_:
					reader.skip_field()


## The parts that the track would fit best.
class ScenescoreV1FindScenesForTrackResponse:
	extends _Message

	## The best first; no two parts of a clip overlap.
	var scenes: Array[ScenescoreV1FoundScene] = []
	## The bundle that predicted, [code]models/{id}[/code].
	var model: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1FoundScene in scenes:
			writer.add_bytes(1, item.to_bytes())
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
					scenes.append(ScenescoreV1FoundScene.new())
					var outer_end: int = reader.enter()
					scenes[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					model = reader.read_string()
				_:
					reader.skip_field()


## Reads and changes the library that matches come from.
class ScenescoreV1LibraryServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Lists the tracks by title, in pages.
	func list_tracks(request: ScenescoreV1ListTracksRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/ListTracks", ScenescoreV1ListTracksResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Returns one track.
	func get_track(request: ScenescoreV1GetTrackRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/GetTrack", ScenescoreV1GetTrackResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Imports files and folders of the daemon's machine and streams the progress. The daemon only opens paths below the
	## folders of [code]serve --allow-root[/code]. Tracks that are already imported stay if the client cancels.
	func import_tracks(request: ScenescoreV1ImportTracksRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/ImportTracks", ScenescoreV1ImportTracksResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Looks again at the music of a project, or of all: adds new files, drops tracks whose files are gone, and computes
	## the features that bundles need. Streams the progress. What is finished stays if the client cancels; nothing is
	## dropped then.
	func update_library(request: ScenescoreV1UpdateLibraryRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/UpdateLibrary", ScenescoreV1UpdateLibraryResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Removes a track from the library. Its file stays on the disk. No update and no followed folder brings it back,
	## but an import that names the file itself does.
	func delete_track(request: ScenescoreV1DeleteTrackRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/DeleteTrack", ScenescoreV1DeleteTrackResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Streams the bytes of a track's file.
	func read_track_audio(request: ScenescoreV1ReadTrackAudioRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/ReadTrackAudio", ScenescoreV1ReadTrackAudioResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Returns the tracks that sound most like a given track.
	func find_similar_tracks(request: ScenescoreV1FindSimilarTracksRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/FindSimilarTracks", ScenescoreV1FindSimilarTracksResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Returns the tracks whose titles, tags and file names fit a scene that is told in words, in English or Japanese.
	func find_tracks_by_text(request: ScenescoreV1FindTracksByTextRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.LibraryService/FindTracksByText", ScenescoreV1FindTracksByTextResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Returns the parts of clips that a track would fit best. The first request holds the settings; then come, for each
	## of 1 to 100 clips, its name and its frames or its video. Send requests with the call's [code]send[/code], and end
	## them with [code]end_requests[/code].
	func find_scenes_for_track(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.LibraryService/FindScenesForTrack", ScenescoreV1FindScenesForTrackResponse, deadline_s)
