# Generated from scenescore/v1/match.proto: do not edit.
extends RefCounted
## Frames in, ranked pieces of music out.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _GoogleProtobufDuration := preload("../../google/protobuf/duration.gd")

# What the classes go by. Their own names hold the package: none of the game's is called the same.
const FrameEncoding := ScenescoreV1FrameEncoding
const Frame := ScenescoreV1Frame
const SessionConfig := ScenescoreV1SessionConfig
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


## How a frame's bytes are to be read.
enum ScenescoreV1FrameEncoding {
	## Not set: the daemon answers INVALID_ARGUMENT.
	FRAME_ENCODING_UNSPECIFIED = 0,
	## Rows from the top, three bytes a pixel: width × height × 3 bytes.
	FRAME_ENCODING_RGB8 = 1,
	## Rows from the top, four bytes a pixel, alpha ignored: width × height × 4 bytes.
	FRAME_ENCODING_RGBA8 = 2,
	## A JPEG file.
	FRAME_ENCODING_JPEG = 3,
	## A PNG file.
	FRAME_ENCODING_PNG = 4,
}


## One picture of the game.
class ScenescoreV1Frame:
	extends _Message

	## When the picture was captured, on the client's own clock, counted from any zero; microseconds, 0 or more. A
	## timestamp before the last one starts the window anew.
	var capture_time_us: int = 0
	## How [code]data[/code] is to be read.
	var encoding: ScenescoreV1FrameEncoding = ScenescoreV1FrameEncoding.FRAME_ENCODING_UNSPECIFIED
	## Pixels in a row, 1 to 16384. Read for RGB8 and RGBA8 only.
	var width: int = 0
	## Rows, 1 to 16384. Read for RGB8 and RGBA8 only.
	var height: int = 0
	## The picture. 80×80 RGB8 is all that the daemon needs and the cheapest to send.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## What a session wants to be told.
class ScenescoreV1SessionConfig:
	extends _Message

	## The bundle to predict with, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## Matches in each answer, 1 to 100; 0 for 3.
	var top_k: int = 0
	## Time between two answers, 0.1 s to 60 s; unset for 1 s. Measured on the capture timestamps.
	var answer_interval: _GoogleProtobufDuration.Duration = null
	## How long a track must lead before it becomes the steady match, 0 s to 60 s; unset for 2 s.
	var minimum_dwell: _GoogleProtobufDuration.Duration = null
	## By what share of the steady track's score another must beat it, 0 to 1; unset for 0.05.
	var margin: float = 0.0:
		set(value):
			margin = value
			_has_margin = true
	## Whether a scene that is known again gets its track again, and a new one none of the others', where the bundle
	## only guesses: so its score moves away from its distance. And where it remembers several pieces for what looks
	## alike, the one that plays stays until another is clearly nearer. Scenescore's own front ends ask for it.
	var remember_scenes: bool = false

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
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges what [param reader] holds up to where the message that it is in ends.
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
				_:
					reader.skip_field()


## One track in an answer's ranking.
class ScenescoreV1Match:
	extends _Message

	## Place in the ranking, from 1.
	var rank: int = 0
	## [code]tracks/{id}[/code].
	var track: String = ""
	## The piece's title.
	var title: String = ""
	## Who made it; empty where unknown.
	var artist: String = ""
	## Its licence as the library knows it; empty where unknown.
	var license: String = ""
	## Where it comes from; empty where unknown.
	var url: String = ""
	## The file on the daemon's machine that it was added from.
	var file: String = ""
	## Earth Mover's Distance between the prediction and the track, in standard deviations, 0 or more; lower is closer.
	var distance: float = 0.0
	## What the ranking is sorted by, lower is better: the distance, or its hub-corrected form where that is on, moved
	## by cues and by the scenes that the session remembers.
	var score: float = 0.0

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
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges what [param reader] holds up to where the message that it is in ends.
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
				_:
					reader.skip_field()


## What the daemon makes of the window as it is now.
class ScenescoreV1Answer:
	extends _Message

	## The closest tracks, best first; empty when the library is empty.
	var matches: Array[ScenescoreV1Match] = []
	## Steps in the bundle's window, such as 24.
	var steps: int = 0
	## Steps that hold a real frame yet, 1 to [code]steps[/code]; a frame stands for at most one second.
	var steps_filled: int = 0
	## True until the window is full for the first time: the answer rests on less than 12 s of play.
	var early: bool = false
	## True in the first answer after the picture has turned to another scene.
	var scene_changed: bool = false
	## Steps since the last scene change, 1 to [code]steps[/code]: the prediction rests on these alone.
	var scene_steps: int = 0
	## True when the top match is the session's settled choice for this scene.
	var steady: bool = false
	## The settled choice, [code]tracks/{id}[/code]; empty before the first. It stays while another track only gains on
	## it.
	var steady_track: String = ""
	## Capture time of the newest frame used; microseconds on the client's clock.
	var frame_time_us: int = 0
	## From the arrival of that frame in the daemon to this answer.
	var answer_delay: _GoogleProtobufDuration.Duration = null
	## Frames that the session has received so far.
	var frames_received: int = 0
	## Frames of these that were dropped because they came faster than they could be taken in.
	var frames_dropped: int = 0
	## The bundle that predicted, [code]models/{id}[/code].
	var model: String = ""
	## The session that answers, [code]sessions/{id}[/code]: CueService.AddCue takes its scene while the stream is open.
	## Empty for a clip.
	var session: String = ""

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
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges what [param reader] holds up to where the message that it is in ends.
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
				_:
					reader.skip_field()


## The first message configures the session, each later one carries a frame.
class ScenescoreV1MatchFramesRequest:
	extends _Message

	enum ScenescoreV1MatchFramesRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		FRAME = 2,
	}

	const MessageCase := ScenescoreV1MatchFramesRequestMessageCase

	## First message only.
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
	## Every later message.
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
	## Which of these is set, at most one: [member config], [member frame].
	var message_case: ScenescoreV1MatchFramesRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1MatchFramesRequestMessageCase = ScenescoreV1MatchFramesRequestMessageCase.NONE

	## Unsets whichever [member message_case] names.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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

	## What fits now.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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

	## From the left edge of the whole desktop; may be negative on a second monitor.
	var left: int = 0
	## From the top edge of the whole desktop.
	var top: int = 0
	## 1 to 16384.
	var width: int = 0
	## 1 to 16384.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## What to capture.
class ScenescoreV1MatchScreenRequest:
	extends _Message

	enum ScenescoreV1MatchScreenRequestSourceCase {
		NONE = 0,
		MONITOR = 2,
		REGION = 3,
	}

	const SourceCase := ScenescoreV1MatchScreenRequestSourceCase

	## What the session wants to be told.
	var config: ScenescoreV1SessionConfig = null
	## A monitor, from 1; 0 for all monitors together.
	var monitor: int:
		get:
			return _source if _source_case == ScenescoreV1MatchScreenRequestSourceCase.MONITOR else 0
		set(value):
			_source = value
			_source_case = ScenescoreV1MatchScreenRequestSourceCase.MONITOR
	## A rectangle.
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
	## Frames captured a second, 1 to 30; 0 for 5.
	var frames_per_second: float = 0.0
	## Which of these is set, at most one: [member monitor], [member region].
	var source_case: ScenescoreV1MatchScreenRequestSourceCase:
		get:
			return _source_case

	var _source: Variant = null
	var _source_case: ScenescoreV1MatchScreenRequestSourceCase = ScenescoreV1MatchScreenRequestSourceCase.NONE

	## Unsets whichever [member source_case] names.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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

	## What fits now.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## What an uploaded clip is and which part of it counts.
class ScenescoreV1ClipConfig:
	extends _Message

	## What the session wants to be told.
	var session: ScenescoreV1SessionConfig = null
	## Start of the part that counts, seconds from the clip's start, 0 or more. Videos only.
	var start_s: float = 0.0
	## End of that part in seconds; 0 for the clip's end. The window is the last 12 s before it. Videos only.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## The first message configures, then either the bytes of one video file or frames.
class ScenescoreV1MatchClipRequest:
	extends _Message

	enum ScenescoreV1MatchClipRequestMessageCase {
		NONE = 0,
		CONFIG = 1,
		VIDEO_CHUNK = 2,
		FRAME = 3,
	}

	const MessageCase := ScenescoreV1MatchClipRequestMessageCase

	## First message only.
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
	## The next bytes of a video file, at most 1 MiB a message and the daemon's [code]max_clip_bytes[/code] in all.
	var video_chunk: PackedByteArray:
		get:
			return _message if _message_case == ScenescoreV1MatchClipRequestMessageCase.VIDEO_CHUNK else PackedByteArray()
		set(value):
			_message = value
			_message_case = ScenescoreV1MatchClipRequestMessageCase.VIDEO_CHUNK
	## The next picture of a series.
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
	## Which of these is set, at most one: [member config], [member video_chunk], [member frame].
	var message_case: ScenescoreV1MatchClipRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1MatchClipRequestMessageCase = ScenescoreV1MatchClipRequestMessageCase.NONE

	## Unsets whichever [member message_case] names.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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

	## What fits the clip's last window.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## How scenes are to be assigned.
class ScenescoreV1AssignConfig:
	extends _Message

	## The bundle, [code]models/{id}[/code]; empty for the daemon's default.
	var model: String = ""
	## How many scenes one track may serve, 1 or more; 0 for 1.
	var max_uses_per_track: int = 0
	## Tracks that must not be used, [code]tracks/{id}[/code].
	var excluded_tracks: Array[String] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not model.is_empty():
			writer.add_string(1, model)
		if max_uses_per_track != 0:
			writer.add_int(2, max_uses_per_track)
		for item: String in excluded_tracks:
			writer.add_string(3, item)
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges what [param reader] holds up to where the message that it is in ends.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					model = reader.read_string()
				16:
					max_uses_per_track = reader.read_int32()
				26:
					excluded_tracks.append(reader.read_string())
				_:
					reader.skip_field()


## One scene to assign, named before its frames.
class ScenescoreV1AssignScene:
	extends _Message

	## The scene's name, unique in the call, 1 to 200 characters.
	var name: String = ""
	## A track that this scene must get, [code]tracks/{id}[/code]; empty for a free choice.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					name = reader.read_string()
				18:
					pinned_track = reader.read_string()
				_:
					reader.skip_field()


## First the configuration; then for each scene its name and its frames or its video.
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

	## First message only.
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
	## The next bytes of the scene's video file, at most 1 MiB.
	var video_chunk: PackedByteArray:
		get:
			return _message if _message_case == ScenescoreV1AssignScenesRequestMessageCase.VIDEO_CHUNK else PackedByteArray()
		set(value):
			_message = value
			_message_case = ScenescoreV1AssignScenesRequestMessageCase.VIDEO_CHUNK
	## Which of these is set, at most one: [member config], [member scene], [member frame], [member video_chunk].
	var message_case: ScenescoreV1AssignScenesRequestMessageCase:
		get:
			return _message_case

	var _message: Variant = null
	var _message_case: ScenescoreV1AssignScenesRequestMessageCase = ScenescoreV1AssignScenesRequestMessageCase.NONE

	## Unsets whichever [member message_case] names.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## Which track a scene gets.
class ScenescoreV1Assignment:
	extends _Message

	## The scene's name.
	var scene: String = ""
	## Its track, with [code]rank[/code] telling where it stood for this scene alone.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
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


## All scenes with their tracks.
class ScenescoreV1AssignScenesResponse:
	extends _Message

	## One for each scene, in the order they came.
	var assignments: Array[ScenescoreV1Assignment] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Assignment in assignments:
			writer.add_bytes(1, item.to_bytes())
		return writer.bytes

	func merge_from_bytes(data: PackedByteArray) -> Error:
		var reader: _Reader = _Reader.new(data)
		merge_from(reader)
		return reader.result()

	## Merges what [param reader] holds up to where the message that it is in ends.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					assignments.append(ScenescoreV1Assignment.new())
					var outer_end: int = reader.enter()
					assignments[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## Watches a game being played and names the tracks that fit.
class ScenescoreV1MatchServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Streams a game's frames to the daemon and streams answers back. The first request configures the session, every
	## later one is a frame. A client that sends too fast has frames dropped and counted, never queued. The call's
	## [code]send[/code] sends requests, until [code]end_requests[/code].
	func match_frames(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/MatchFrames", ScenescoreV1MatchFramesResponse, deadline_s)

	## The daemon captures its own screen and streams answers until the client cancels.
	func match_screen(request: ScenescoreV1MatchScreenRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.MatchService/MatchScreen", ScenescoreV1MatchScreenResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Uploads a whole clip, a video or a series of pictures, and gets one answer for its last window. The call's
	## [code]send[/code] sends requests, until [code]end_requests[/code].
	func match_clip(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/MatchClip", ScenescoreV1MatchClipResponse, deadline_s)

	## Many scenes at once, each with its own track, at the least total score. At most 100 scenes, each at most as large
	## as a clip; FAILED_PRECONDITION where there are too few tracks. The call's [code]send[/code] sends requests, until
	## [code]end_requests[/code].
	func assign_scenes(deadline_s: float = 0.0) -> _GrpcCall:
		return _channel.start_call("/scenescore.v1.MatchService/AssignScenes", ScenescoreV1AssignScenesResponse, deadline_s)
