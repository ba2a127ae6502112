# Generated from scenescore/v1/match.proto: do not edit.
extends RefCounted
## Matching: frames in, ranked tracks out.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _GoogleProtobufDuration := preload("../../google/protobuf/duration.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
const FrameEncoding := ScenescoreV1FrameEncoding
const Frame := ScenescoreV1Frame
const SessionConfig := ScenescoreV1SessionConfig
const MatchReason := ScenescoreV1MatchReason
const Match := ScenescoreV1Match
const Answer := ScenescoreV1Answer
const MatchFramesRequest := ScenescoreV1MatchFramesRequest
const MatchFramesResponse := ScenescoreV1MatchFramesResponse
const ScreenRegion := ScenescoreV1ScreenRegion
const MatchScreenRequest := ScenescoreV1MatchScreenRequest
const MatchScreenResponse := ScenescoreV1MatchScreenResponse
const ClipConfig := ScenescoreV1ClipConfig
const MatchClipRequest := ScenescoreV1MatchClipRequest
const MatchClipResponse := ScenescoreV1MatchClipResponse
const AssignConfig := ScenescoreV1AssignConfig
const AssignScene := ScenescoreV1AssignScene
const AssignScenesRequest := ScenescoreV1AssignScenesRequest
const Assignment := ScenescoreV1Assignment
const AssignScenesResponse := ScenescoreV1AssignScenesResponse
const MatchServiceClient := ScenescoreV1MatchServiceClient


## The format of a frame's bytes.
enum ScenescoreV1FrameEncoding {
	## Not set: the daemon refuses it with INVALID_ARGUMENT.
	FRAME_ENCODING_UNSPECIFIED = 0,
	## Rows from top to bottom, three bytes per pixel: width × height × 3 bytes.
	FRAME_ENCODING_RGB8 = 1,
	## Rows from top to bottom, four bytes per pixel, alpha ignored: width × height × 4 bytes.
	FRAME_ENCODING_RGBA8 = 2,
	## A JPEG file.
	FRAME_ENCODING_JPEG = 3,
	## A PNG file.
	FRAME_ENCODING_PNG = 4,
}


## One picture of the game.
class ScenescoreV1Frame:
	extends _Message

	## Time of capture on the client's own clock, from any starting point; microseconds, 0 or more. A time before that
	## of the previous frame starts a new window.
	var capture_time_us: int = 0
	## The format of [code]data[/code].
	var encoding: ScenescoreV1FrameEncoding = ScenescoreV1FrameEncoding.FRAME_ENCODING_UNSPECIFIED
	## Width, pixels, 1 to 16384. Only used for RGB8 and RGBA8.
	var width: int = 0
	## Height, pixels, 1 to 16384. Only used for RGB8 and RGBA8.
	var height: int = 0
	## The picture. The daemon needs no more than 80×80 RGB8, which is also the cheapest to send.
	var data: PackedByteArray = PackedByteArray()

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if capture_time_us != 0:
			writer.add_int(1, capture_time_us)
		if encoding != ScenescoreV1FrameEncoding.FRAME_ENCODING_UNSPECIFIED:
			writer.add_int(2, encoding)
		if width != 0:
			writer.add_int(3, width)
		if height != 0:
			writer.add_int(4, height)
		if not data.is_empty():
			writer.add_bytes(5, data)
		return writer.bytes

	func merge_from_bytes(data_: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data_)
		merge_from(reader)
		return reader.result()

	## Merges the rest of the message that [param reader] reads.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				8:
					capture_time_us = reader.read_varint()
				16:
					encoding = reader.read_int32() as ScenescoreV1FrameEncoding
				24:
					width = reader.read_int32()
				32:
					height = reader.read_int32()
				42:
					data = reader.read_bytes()
				_:
					reader.skip_field()


## The settings of a session.
class ScenescoreV1SessionConfig:
	extends _Message

	## The bundle to predict with, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## Matches in each answer, 1 to 100; 0 for 3.
	var top_k: int = 0
	## Capture time between two answers, 0.1 s to 60 s; unset for 1 s.
	var answer_interval: _GoogleProtobufDuration.Duration = null
	## How long a track must lead before it becomes the steady track, 0 s to 60 s; unset for 2 s.
	var minimum_dwell: _GoogleProtobufDuration.Duration = null
	## How far another track must beat the steady track's score, as a share of that score, 0 to 1; unset for 0.05.
	var margin: float = 0.0:
		set(value):
			margin = value
			_has_margin = true
	## Whether the session remembers its scenes. Where the bundle only guesses, a scene that comes back gets its track
	## again, and a new scene gets a track that no other scene has: the score then differs from the distance. Where the
	## bundle knows several tracks for what it sees, the steady track stays until another is clearly closer.
	## Scenescore's own front ends set it.
	var remember_scenes: bool = false
	## The project, [code]projects/{id}[/code], whose tracks are ranked and whose cues count; empty for
	## [code]projects/default[/code]. NOT_FOUND if no client has opened it, see ProjectService.OpenProject.
	var project: String = ""

	var _has_margin: bool = false

	## Whether [member margin] is set.
	func has_margin() -> bool:
		return _has_margin

	## Unsets [member margin].
	func clear_margin() -> void:
		margin = 0.0
		_has_margin = false

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not model.is_empty():
			writer.add_string(1, model)
		if top_k != 0:
			writer.add_int(2, top_k)
		if answer_interval != null:
			writer.add_bytes(3, answer_interval.to_bytes())
		if minimum_dwell != null:
			writer.add_bytes(4, minimum_dwell.to_bytes())
		if _has_margin:
			writer.add_double(5, margin)
		if remember_scenes:
			writer.add_bool(6, remember_scenes)
		if not project.is_empty():
			writer.add_string(7, project)
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
					model = reader.read_string()
				16:
					top_k = reader.read_int32()
				26:
					if answer_interval == null:
						answer_interval = _GoogleProtobufDuration.Duration.new()
					var outer_end: int = reader.enter()
					answer_interval.merge_from(reader)
					reader.leave(outer_end)
				34:
					if minimum_dwell == null:
						minimum_dwell = _GoogleProtobufDuration.Duration.new()
					var outer_end: int = reader.enter()
					minimum_dwell.merge_from(reader)
					reader.leave(outer_end)
				41:
					margin = reader.read_double()
				48:
					remember_scenes = reader.read_bool()
				58:
					project = reader.read_string()
				_:
					reader.skip_field()


## Why a track's score is what it is.
class ScenescoreV1MatchReason:
	extends _Message

	## What moved the score: [code]hubs[/code], [code]memory[/code], [code]scene[/code] or [code]cue[/code]. Later
	## versions may have others.
	var kind: String = ""
	## How much it counts, 0 to 1.
	var weight: float = 0.0
	## The reason for people: one English sentence.
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


## One track in the ranking of an answer.
class ScenescoreV1Match:
	extends _Message

	## Place in the ranking, 1 or more.
	var rank: int = 0
	## The track, [code]tracks/{id}[/code].
	var track: String = ""
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
	## Earth Mover's Distance between the prediction and the track, in standard deviations, 0 or more; lower is closer.
	var distance: float = 0.0
	## The value that the ranking is sorted by; lower is better. It is the distance, corrected for hubs if that is on,
	## and changed by cues and by the session's scene memory.
	var score: float = 0.0
	## How well the track fits, for people, 0 to 1; higher is better. 0: no closer than two tracks of the library
	## usually are to each other. It has the order of the ranking.
	var fit: float = 0.0
	## What moved the score, in the order in which it did; empty if the score is the distance.
	var reasons: Array[ScenescoreV1MatchReason] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if rank != 0:
			writer.add_int(1, rank)
		if not track.is_empty():
			writer.add_string(2, track)
		if not title.is_empty():
			writer.add_string(3, title)
		if not artist.is_empty():
			writer.add_string(4, artist)
		if not license.is_empty():
			writer.add_string(5, license)
		if not url.is_empty():
			writer.add_string(6, url)
		if not file.is_empty():
			writer.add_string(7, file)
		if distance != 0.0:
			writer.add_double(8, distance)
		if score != 0.0:
			writer.add_double(9, score)
		if fit != 0.0:
			writer.add_double(10, fit)
		for item: ScenescoreV1MatchReason in reasons:
			writer.add_bytes(11, item.to_bytes())
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
					track = reader.read_string()
				26:
					title = reader.read_string()
				34:
					artist = reader.read_string()
				42:
					license = reader.read_string()
				50:
					url = reader.read_string()
				58:
					file = reader.read_string()
				65:
					distance = reader.read_double()
				73:
					score = reader.read_double()
				81:
					fit = reader.read_double()
				90:
					reasons.append(ScenescoreV1MatchReason.new())
					var outer_end: int = reader.enter()
					reasons[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The daemon's answer for the window as it is now.
class ScenescoreV1Answer:
	extends _Message

	## The best tracks, lowest score first; empty if the library is empty.
	var matches: Array[ScenescoreV1Match] = []
	## Steps in the bundle's 12-second window, 2 to 240.
	var steps: int = 0
	## Steps that hold a real frame so far, 1 to [code]steps[/code]. A frame counts for at most one second.
	var steps_filled: int = 0
	## True until the window is full for the first time: the answer is based on less than 12 s of play.
	var early: bool = false
	## True in the first answer after a scene change.
	var scene_changed: bool = false
	## Steps since the last scene change, 1 to [code]steps[/code]. The prediction uses only these.
	var scene_steps: int = 0
	## True if the best match is the steady track.
	var steady: bool = false
	## The track that the game should play, [code]tracks/{id}[/code]; empty before the first one. It only changes when
	## another track leads by [code]margin[/code] for [code]minimum_dwell[/code].
	var steady_track: String = ""
	## Capture time of the newest frame used, microseconds on the client's clock.
	var frame_time_us: int = 0
	## Time from that frame's arrival in the daemon to this answer.
	var answer_delay: _GoogleProtobufDuration.Duration = null
	## Number of frames that the session has received so far.
	var frames_received: int = 0
	## Number of these frames that were dropped because they arrived too fast.
	var frames_dropped: int = 0
	## The bundle that predicted, [code]models/{id}[/code].
	var model: String = ""
	## The session, [code]sessions/{id}[/code]. CueService.AddCue accepts it while the stream is open. Empty for a clip.
	var session: String = ""
	## Number of tracks that the project sees and that no answer can name, 0 or more: the library lacks the features
	## that the bundle compares. [code]LibraryService.UpdateLibrary[/code] computes them.
	var tracks_without_features: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Match in matches:
			writer.add_bytes(1, item.to_bytes())
		if steps != 0:
			writer.add_int(2, steps)
		if steps_filled != 0:
			writer.add_int(3, steps_filled)
		if early:
			writer.add_bool(4, early)
		if scene_changed:
			writer.add_bool(5, scene_changed)
		if scene_steps != 0:
			writer.add_int(6, scene_steps)
		if steady:
			writer.add_bool(7, steady)
		if not steady_track.is_empty():
			writer.add_string(8, steady_track)
		if frame_time_us != 0:
			writer.add_int(9, frame_time_us)
		if answer_delay != null:
			writer.add_bytes(10, answer_delay.to_bytes())
		if frames_received != 0:
			writer.add_int(11, frames_received)
		if frames_dropped != 0:
			writer.add_int(12, frames_dropped)
		if not model.is_empty():
			writer.add_string(13, model)
		if not session.is_empty():
			writer.add_string(14, session)
		if tracks_without_features != 0:
			writer.add_int(15, tracks_without_features)
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
					matches.append(ScenescoreV1Match.new())
					var outer_end: int = reader.enter()
					matches[-1].merge_from(reader)
					reader.leave(outer_end)
				16:
					steps = reader.read_int32()
				24:
					steps_filled = reader.read_int32()
				32:
					early = reader.read_bool()
				40:
					scene_changed = reader.read_bool()
				48:
					scene_steps = reader.read_int32()
				56:
					steady = reader.read_bool()
				66:
					steady_track = reader.read_string()
				72:
					frame_time_us = reader.read_varint()
				82:
					if answer_delay == null:
						answer_delay = _GoogleProtobufDuration.Duration.new()
					var outer_end: int = reader.enter()
					answer_delay.merge_from(reader)
					reader.leave(outer_end)
				88:
					frames_received = reader.read_varint()
				96:
					frames_dropped = reader.read_varint()
				106:
					model = reader.read_string()
				114:
					session = reader.read_string()
				120:
					tracks_without_features = reader.read_varint()
				_:
					reader.skip_field()


## The first message holds the session's settings, each later one a frame.
class ScenescoreV1MatchFramesRequest:
	extends _Message

	enum ScenescoreV1MatchFramesRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		FRAME = 2,
	}

	const MessageCase := ScenescoreV1MatchFramesRequestMessageCase

	## The settings; in the first message only.
	var config: ScenescoreV1SessionConfig:
		get:
			return _message if _message_case == ScenescoreV1MatchFramesRequestMessageCase.CONFIG else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1MatchFramesRequestMessageCase.CONFIG
			elif _message_case == ScenescoreV1MatchFramesRequestMessageCase.CONFIG:
				_message = null
				_message_case = ScenescoreV1MatchFramesRequestMessageCase.NONE
	## The next frame; in every later message.
	var frame: ScenescoreV1Frame:
		get:
			return _message if _message_case == ScenescoreV1MatchFramesRequestMessageCase.FRAME else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1MatchFramesRequestMessageCase.FRAME
			elif _message_case == ScenescoreV1MatchFramesRequestMessageCase.FRAME:
				_message = null
				_message_case = ScenescoreV1MatchFramesRequestMessageCase.NONE
	## Which of these is set; at most one is: [member config], [member frame].
	var message_case: ScenescoreV1MatchFramesRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1MatchFramesRequestMessageCase = ScenescoreV1MatchFramesRequestMessageCase.NONE

	## Clears the field that [member message_case] names.
	func clear_message() -> void:
		_message = null
		_message_case = ScenescoreV1MatchFramesRequestMessageCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if _message_case == ScenescoreV1MatchFramesRequestMessageCase.CONFIG:
			writer.add_bytes(1, config.to_bytes())
		if _message_case == ScenescoreV1MatchFramesRequestMessageCase.FRAME:
			writer.add_bytes(2, frame.to_bytes())
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
						config = ScenescoreV1SessionConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				18:
					if frame == null:
						frame = ScenescoreV1Frame.new()
					var outer_end: int = reader.enter()
					frame.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## One answer.
class ScenescoreV1MatchFramesResponse:
	extends _Message

	## The answer.
	var answer: ScenescoreV1Answer = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if answer != null:
			writer.add_bytes(1, answer.to_bytes())
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
					if answer == null:
						answer = ScenescoreV1Answer.new()
					var outer_end: int = reader.enter()
					answer.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## A rectangle of the screen, in physical pixels.
class ScenescoreV1ScreenRegion:
	extends _Message

	## Distance from the left edge of the whole desktop, pixels; may be negative on a second monitor.
	var left: int = 0
	## Distance from the top edge of the whole desktop, pixels; may be negative on a second monitor.
	var top: int = 0
	## Width, pixels, 1 to 16384.
	var width: int = 0
	## Height, pixels, 1 to 16384.
	var height: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if left != 0:
			writer.add_int(1, left)
		if top != 0:
			writer.add_int(2, top)
		if width != 0:
			writer.add_int(3, width)
		if height != 0:
			writer.add_int(4, height)
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
					left = reader.read_int32()
				16:
					top = reader.read_int32()
				24:
					width = reader.read_int32()
				32:
					height = reader.read_int32()
				_:
					reader.skip_field()


## What the daemon captures, and the settings of the session.
class ScenescoreV1MatchScreenRequest:
	extends _Message

	enum ScenescoreV1MatchScreenRequestSourceCase {
		NONE = 0,
		MONITOR = 2,
		REGION = 3,
	}

	const SourceCase := ScenescoreV1MatchScreenRequestSourceCase

	## The settings of the session.
	var config: ScenescoreV1SessionConfig = null
	## Number of a monitor, from 1; 0 for all monitors together.
	var monitor: int:
		get:
			return _source if _source_case == ScenescoreV1MatchScreenRequestSourceCase.MONITOR else 0
		set(value):
			_source = value
			_source_case = ScenescoreV1MatchScreenRequestSourceCase.MONITOR
	## A rectangle of the desktop.
	var region: ScenescoreV1ScreenRegion:
		get:
			return _source if _source_case == ScenescoreV1MatchScreenRequestSourceCase.REGION else null
		set(value):
			if value != null:
				_source = value
				_source_case = ScenescoreV1MatchScreenRequestSourceCase.REGION
			elif _source_case == ScenescoreV1MatchScreenRequestSourceCase.REGION:
				_source = null
				_source_case = ScenescoreV1MatchScreenRequestSourceCase.NONE
	## Frames captured per second, 1 to 30; 0 for 5.
	var frames_per_second: float = 0.0
	## Which of these is set; at most one is: [member monitor], [member region].
	var source_case: ScenescoreV1MatchScreenRequestSourceCase:
		get:
			return _source_case

	var _source: Variant = null
	var _source_case: ScenescoreV1MatchScreenRequestSourceCase = ScenescoreV1MatchScreenRequestSourceCase.NONE

	## Clears the field that [member source_case] names.
	func clear_source() -> void:
		_source = null
		_source_case = ScenescoreV1MatchScreenRequestSourceCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if config != null:
			writer.add_bytes(1, config.to_bytes())
		if _source_case == ScenescoreV1MatchScreenRequestSourceCase.MONITOR:
			writer.add_int(2, monitor)
		if _source_case == ScenescoreV1MatchScreenRequestSourceCase.REGION:
			writer.add_bytes(3, region.to_bytes())
		if frames_per_second != 0.0:
			writer.add_double(4, frames_per_second)
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
						config = ScenescoreV1SessionConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				16:
					monitor = reader.read_int32()
				26:
					if region == null:
						region = ScenescoreV1ScreenRegion.new()
					var outer_end: int = reader.enter()
					region.merge_from(reader)
					reader.leave(outer_end)
				33:
					frames_per_second = reader.read_double()
				_:
					reader.skip_field()


## One answer.
class ScenescoreV1MatchScreenResponse:
	extends _Message

	## The answer.
	var answer: ScenescoreV1Answer = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if answer != null:
			writer.add_bytes(1, answer.to_bytes())
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
					if answer == null:
						answer = ScenescoreV1Answer.new()
					var outer_end: int = reader.enter()
					answer.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The settings for an uploaded clip.
class ScenescoreV1ClipConfig:
	extends _Message

	## The settings of the session.
	var session: ScenescoreV1SessionConfig = null
	## Start of the part to use, seconds from the clip's start, 0 or more. Videos only.
	var start_s: float = 0.0
	## End of the part to use, seconds from the clip's start; 0 for the clip's end. The window is the last 12 s before
	## it. Videos only.
	var end_s: float = 0.0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if session != null:
			writer.add_bytes(1, session.to_bytes())
		if start_s != 0.0:
			writer.add_double(2, start_s)
		if end_s != 0.0:
			writer.add_double(3, end_s)
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
					if session == null:
						session = ScenescoreV1SessionConfig.new()
					var outer_end: int = reader.enter()
					session.merge_from(reader)
					reader.leave(outer_end)
				17:
					start_s = reader.read_double()
				25:
					end_s = reader.read_double()
				_:
					reader.skip_field()


## The first message holds the settings. The later ones hold either the bytes of one video file or frames.
class ScenescoreV1MatchClipRequest:
	extends _Message

	enum ScenescoreV1MatchClipRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		VIDEO_CHUNK = 2,
		FRAME = 3,
	}

	const MessageCase := ScenescoreV1MatchClipRequestMessageCase

	## The settings; in the first message only.
	var config: ScenescoreV1ClipConfig:
		get:
			return _message if _message_case == ScenescoreV1MatchClipRequestMessageCase.CONFIG else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1MatchClipRequestMessageCase.CONFIG
			elif _message_case == ScenescoreV1MatchClipRequestMessageCase.CONFIG:
				_message = null
				_message_case = ScenescoreV1MatchClipRequestMessageCase.NONE
	## The next bytes of a video file, at most 1 MiB per message and the daemon's [code]max_clip_bytes[/code] in total.
	var video_chunk: PackedByteArray:
		get:
			return _message if _message_case == ScenescoreV1MatchClipRequestMessageCase.VIDEO_CHUNK else PackedByteArray()
		set(value):
			_message = value
			_message_case = ScenescoreV1MatchClipRequestMessageCase.VIDEO_CHUNK
	## The next picture of the series.
	var frame: ScenescoreV1Frame:
		get:
			return _message if _message_case == ScenescoreV1MatchClipRequestMessageCase.FRAME else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1MatchClipRequestMessageCase.FRAME
			elif _message_case == ScenescoreV1MatchClipRequestMessageCase.FRAME:
				_message = null
				_message_case = ScenescoreV1MatchClipRequestMessageCase.NONE
	## Which of these is set; at most one is: [member config], [member video_chunk], [member frame].
	var message_case: ScenescoreV1MatchClipRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1MatchClipRequestMessageCase = ScenescoreV1MatchClipRequestMessageCase.NONE

	## Clears the field that [member message_case] names.
	func clear_message() -> void:
		_message = null
		_message_case = ScenescoreV1MatchClipRequestMessageCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if _message_case == ScenescoreV1MatchClipRequestMessageCase.CONFIG:
			writer.add_bytes(1, config.to_bytes())
		if _message_case == ScenescoreV1MatchClipRequestMessageCase.VIDEO_CHUNK:
			writer.add_bytes(2, video_chunk)
		if _message_case == ScenescoreV1MatchClipRequestMessageCase.FRAME:
			writer.add_bytes(3, frame.to_bytes())
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
						config = ScenescoreV1ClipConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				18:
					video_chunk = reader.read_bytes()
				26:
					if frame == null:
						frame = ScenescoreV1Frame.new()
					var outer_end: int = reader.enter()
					frame.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The answer for the clip.
class ScenescoreV1MatchClipResponse:
	extends _Message

	## The answer for the clip's last window.
	var answer: ScenescoreV1Answer = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if answer != null:
			writer.add_bytes(1, answer.to_bytes())
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
					if answer == null:
						answer = ScenescoreV1Answer.new()
					var outer_end: int = reader.enter()
					answer.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The settings of an assignment.
class ScenescoreV1AssignConfig:
	extends _Message

	## The bundle to predict with, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## How many scenes may share one track, 1 or more; 0 for 1.
	var max_uses_per_track: int = 0
	## Tracks that must not be used, [code]tracks/{id}[/code].
	var excluded_tracks: Array[String] = []
	## The project whose tracks are used, [code]projects/{id}[/code]; empty for [code]projects/default[/code].
	var project: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not model.is_empty():
			writer.add_string(1, model)
		if max_uses_per_track != 0:
			writer.add_int(2, max_uses_per_track)
		for item: String in excluded_tracks:
			writer.add_string(3, item)
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
					model = reader.read_string()
				16:
					max_uses_per_track = reader.read_int32()
				26:
					excluded_tracks.append(reader.read_string())
				34:
					project = reader.read_string()
				_:
					reader.skip_field()


## One scene, sent before its frames or its video.
class ScenescoreV1AssignScene:
	extends _Message

	## The scene's name, unique in the call, 1 to 200 characters.
	var name: String = ""
	## The track that this scene must get, [code]tracks/{id}[/code]; empty for a free choice.
	var pinned_track: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not pinned_track.is_empty():
			writer.add_string(2, pinned_track)
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
					pinned_track = reader.read_string()
				_:
					reader.skip_field()


## First the settings; then, for each scene, its name and its frames or its video.
class ScenescoreV1AssignScenesRequest:
	extends _Message

	enum ScenescoreV1AssignScenesRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		SCENE = 2,
		FRAME = 3,
		VIDEO_CHUNK = 4,
	}

	const MessageCase := ScenescoreV1AssignScenesRequestMessageCase

	## The settings; in the first message only.
	var config: ScenescoreV1AssignConfig:
		get:
			return _message if _message_case == ScenescoreV1AssignScenesRequestMessageCase.CONFIG else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.CONFIG
			elif _message_case == ScenescoreV1AssignScenesRequestMessageCase.CONFIG:
				_message = null
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.NONE
	## Starts the next scene.
	var scene: ScenescoreV1AssignScene:
		get:
			return _message if _message_case == ScenescoreV1AssignScenesRequestMessageCase.SCENE else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.SCENE
			elif _message_case == ScenescoreV1AssignScenesRequestMessageCase.SCENE:
				_message = null
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.NONE
	## The next picture of the scene.
	var frame: ScenescoreV1Frame:
		get:
			return _message if _message_case == ScenescoreV1AssignScenesRequestMessageCase.FRAME else null
		set(value):
			if value != null:
				_message = value
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.FRAME
			elif _message_case == ScenescoreV1AssignScenesRequestMessageCase.FRAME:
				_message = null
				_message_case = ScenescoreV1AssignScenesRequestMessageCase.NONE
	## The next bytes of the scene's video file, at most 1 MiB per message.
	var video_chunk: PackedByteArray:
		get:
			return _message if _message_case == ScenescoreV1AssignScenesRequestMessageCase.VIDEO_CHUNK else PackedByteArray()
		set(value):
			_message = value
			_message_case = ScenescoreV1AssignScenesRequestMessageCase.VIDEO_CHUNK
	## Which of these is set; at most one is: [member config], [member scene], [member frame], [member video_chunk].
	var message_case: ScenescoreV1AssignScenesRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1AssignScenesRequestMessageCase = ScenescoreV1AssignScenesRequestMessageCase.NONE

	## Clears the field that [member message_case] names.
	func clear_message() -> void:
		_message = null
		_message_case = ScenescoreV1AssignScenesRequestMessageCase.NONE

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if _message_case == ScenescoreV1AssignScenesRequestMessageCase.CONFIG:
			writer.add_bytes(1, config.to_bytes())
		if _message_case == ScenescoreV1AssignScenesRequestMessageCase.SCENE:
			writer.add_bytes(2, scene.to_bytes())
		if _message_case == ScenescoreV1AssignScenesRequestMessageCase.FRAME:
			writer.add_bytes(3, frame.to_bytes())
		if _message_case == ScenescoreV1AssignScenesRequestMessageCase.VIDEO_CHUNK:
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
						config = ScenescoreV1AssignConfig.new()
					var outer_end: int = reader.enter()
					config.merge_from(reader)
					reader.leave(outer_end)
				18:
					if scene == null:
						scene = ScenescoreV1AssignScene.new()
					var outer_end: int = reader.enter()
					scene.merge_from(reader)
					reader.leave(outer_end)
				26:
					if frame == null:
						frame = ScenescoreV1Frame.new()
					var outer_end: int = reader.enter()
					frame.merge_from(reader)
					reader.leave(outer_end)
				34:
					video_chunk = reader.read_bytes()
				_:
					reader.skip_field()


## The track of one scene.
class ScenescoreV1Assignment:
	extends _Message

	## The scene's name.
	var scene: String = ""
	## The scene's track. Its [code]rank[/code] is the place in the ranking for this scene alone.
	var match_: ScenescoreV1Match = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not scene.is_empty():
			writer.add_string(1, scene)
		if match_ != null:
			writer.add_bytes(2, match_.to_bytes())
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
					if match_ == null:
						match_ = ScenescoreV1Match.new()
					var outer_end: int = reader.enter()
					match_.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The tracks of all scenes.
class ScenescoreV1AssignScenesResponse:
	extends _Message

	## One for each scene, in the order of the request.
	var assignments: Array[ScenescoreV1Assignment] = []
	## Number of tracks that the project sees and that no scene could get, 0 or more: the library lacks the features
	## that the bundle compares. [code]LibraryService.UpdateLibrary[/code] computes them.
	var tracks_without_features: int = 0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Assignment in assignments:
			writer.add_bytes(1, item.to_bytes())
		if tracks_without_features != 0:
			writer.add_int(2, tracks_without_features)
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
					assignments.append(ScenescoreV1Assignment.new())
					var outer_end: int = reader.enter()
					assignments[-1].merge_from(reader)
					reader.leave(outer_end)
				16:
					tracks_without_features = reader.read_varint()
				_:
					reader.skip_field()


## Finds the tracks that fit the scenes of a game.
class ScenescoreV1MatchServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Streams a game's frames to the daemon and answers back. The first request holds the session's settings, each
	## later one a frame. Frames that arrive too fast are dropped and counted; the daemon never lags behind the game.
	## Send requests with the call's [code]send[/code], and end them with [code]end_requests[/code].
	func match_frames(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/MatchFrames", ScenescoreV1MatchFramesResponse, deadline_s)

	## Captures the daemon's own screen and streams answers until the client cancels.
	func match_screen(request: ScenescoreV1MatchScreenRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.MatchService/MatchScreen", ScenescoreV1MatchScreenResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Uploads a whole clip, a video or a series of pictures, and returns the answer for its last window. Send requests
	## with the call's [code]send[/code], and end them with [code]end_requests[/code].
	func match_clip(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/MatchClip", ScenescoreV1MatchClipResponse, deadline_s)

	## Gives each of 1 to 100 scenes its own track, with the lowest total score. Each scene may be as large as a clip.
	## FAILED_PRECONDITION if there are too few tracks. Send requests with the call's [code]send[/code], and end them
	## with [code]end_requests[/code].
	func assign_scenes(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/AssignScenes", ScenescoreV1AssignScenesResponse, deadline_s)
