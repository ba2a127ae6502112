# Generated from scenescore/v1/model.proto: do not edit.
extends RefCounted
## Bundles: trained models, each of one referred game.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _ScenescoreV1Match := preload("match.gd")

# What the classes go by. Their own names hold the package: none of the game's is called the same.
const Model := ScenescoreV1Model
const ListModelsRequest := ScenescoreV1ListModelsRequest
const ListModelsResponse := ScenescoreV1ListModelsResponse
const GetModelRequest := ScenescoreV1GetModelRequest
const GetModelResponse := ScenescoreV1GetModelResponse
const TrainModelRequest := ScenescoreV1TrainModelRequest
const TrainModelResponse := ScenescoreV1TrainModelResponse
const SuggestModelRequest := ScenescoreV1SuggestModelRequest
const ModelSuggestion := ScenescoreV1ModelSuggestion
const SuggestModelResponse := ScenescoreV1SuggestModelResponse
const ModelServiceClient := ScenescoreV1ModelServiceClient


## A bundle.
class ScenescoreV1Model:
	extends _Message

	## [code]models/{id}[/code].
	var name: String = ""
	## The referred game it has learnt.
	var game: String = ""
	## [code]default[/code] or [code]paper[/code].
	var preset: String = ""
	## Steps in its 12-second window.
	var steps: int = 0
	## Its feature set, by librosa's names.
	var features: Array[String] = []
	## Feature dimensions in all.
	var dimensions: int = 0
	## Mean squared error on held-out segments, standardised features.
	var held_out_loss: float = 0.0
	## The same for always predicting the training mean: a model is worth something below this.
	var mean_loss: float = 0.0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not name.is_empty():
			writer.add_string(1, name)
		if not game.is_empty():
			writer.add_string(2, game)
		if not preset.is_empty():
			writer.add_string(3, preset)
		if steps != 0:
			writer.add_int(4, steps)
		for item: String in features:
			writer.add_string(5, item)
		if dimensions != 0:
			writer.add_int(6, dimensions)
		if held_out_loss != 0.0:
			writer.add_double(7, held_out_loss)
		if mean_loss != 0.0:
			writer.add_double(8, mean_loss)
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
					game = reader.read_string()
				26:
					preset = reader.read_string()
				32:
					steps = reader.read_int32()
				42:
					features.append(reader.read_string())
				48:
					dimensions = reader.read_int32()
				57:
					held_out_loss = reader.read_double()
				65:
					mean_loss = reader.read_double()
				_:
					reader.skip_field()


## Which bundles.
class ScenescoreV1ListModelsRequest:
	extends _Message

	## At most so many, 1 to 1000; 0 for 100.
	var page_size: int = 0
	## From the last answer's [code]next_page_token[/code]; empty for the first page.
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

	## Merges what [param reader] holds up to where the message that it is in ends.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				8:
					page_size = reader.read_int32()
				18:
					page_token = reader.read_string()
				_:
					reader.skip_field()


## One page of bundles.
class ScenescoreV1ListModelsResponse:
	extends _Message

	## Sorted by name.
	var models: Array[ScenescoreV1Model] = []
	## For the next page; empty on the last.
	var next_page_token: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1Model in models:
			writer.add_bytes(1, item.to_bytes())
		if not next_page_token.is_empty():
			writer.add_string(2, next_page_token)
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
					models.append(ScenescoreV1Model.new())
					var outer_end: int = reader.enter()
					models[-1].merge_from(reader)
					reader.leave(outer_end)
				18:
					next_page_token = reader.read_string()
				_:
					reader.skip_field()


## Which bundle.
class ScenescoreV1GetModelRequest:
	extends _Message

	## [code]models/{id}[/code].
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

	## Merges what [param reader] holds up to where the message that it is in ends.
	func merge_from(reader: _Reader) -> void:
		while reader.next_field():
			match reader.tag:
				10:
					name = reader.read_string()
				_:
					reader.skip_field()


## The bundle.
class ScenescoreV1GetModelResponse:
	extends _Message

	## The bundle.
	var model: ScenescoreV1Model = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if model != null:
			writer.add_bytes(1, model.to_bytes())
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
					if model == null:
						model = ScenescoreV1Model.new()
					var outer_end: int = reader.enter()
					model.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## What to learn.
class ScenescoreV1TrainModelRequest:
	extends _Message

	## The new bundle's id, 1 to 64 of a-z, 0-9, [code]-[/code] and [code]_[/code].
	var model_id: String = ""
	## The referred game's name, 1 to 200 characters.
	var game: String = ""
	## Video files on the daemon's machine, absolute paths, 1 to 1000.
	var videos: Array[String] = []
	## [code]default[/code] or [code]paper[/code]; empty for [code]default[/code].
	var preset: String = ""
	## The feature set; empty for the preset's.
	var features: Array[String] = []
	## Steps in the window, 2 to 240; 0 for 24.
	var steps: int = 0
	## Epochs, 1 to 10000; 0 for the preset's.
	var epochs: int = 0
	## Seed of all that is drawn, 0 or more.
	var seed_: int = 0
	## What the convolutions compute in while they learn: [code]float32[/code], [code]bfloat16[/code], or
	## [code]auto[/code] for what is quicker on the daemon's processor; empty for [code]auto[/code]. The bundle is
	## float32 in any case.
	var precision: String = ""

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not model_id.is_empty():
			writer.add_string(1, model_id)
		if not game.is_empty():
			writer.add_string(2, game)
		for item: String in videos:
			writer.add_string(3, item)
		if not preset.is_empty():
			writer.add_string(4, preset)
		for item: String in features:
			writer.add_string(5, item)
		if steps != 0:
			writer.add_int(6, steps)
		if epochs != 0:
			writer.add_int(7, epochs)
		if seed_ != 0:
			writer.add_int(8, seed_)
		if not precision.is_empty():
			writer.add_string(9, precision)
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
					model_id = reader.read_string()
				18:
					game = reader.read_string()
				26:
					videos.append(reader.read_string())
				34:
					preset = reader.read_string()
				42:
					features.append(reader.read_string())
				48:
					steps = reader.read_int32()
				56:
					epochs = reader.read_int32()
				64:
					seed_ = reader.read_varint()
				74:
					precision = reader.read_string()
				_:
					reader.skip_field()


## How far the training is; the last message carries the model.
class ScenescoreV1TrainModelResponse:
	extends _Message

	## What is being done: [code]segments[/code], [code]features[/code], [code]training[/code], [code]export[/code].
	var stage: String = ""
	## Epochs done.
	var epoch: int = 0
	## Epochs in all.
	var epochs: int = 0
	## Training loss of the last epoch.
	var loss: float = 0.0
	## Loss on the segments kept for validation; 0 where none are.
	var validation_loss: float = 0.0
	## Estimated time that is left, seconds, 0 or more.
	var eta_s: float = 0.0
	## The finished bundle; set in the last message only.
	var model: ScenescoreV1Model = null

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if not stage.is_empty():
			writer.add_string(1, stage)
		if epoch != 0:
			writer.add_int(2, epoch)
		if epochs != 0:
			writer.add_int(3, epochs)
		if loss != 0.0:
			writer.add_double(4, loss)
		if validation_loss != 0.0:
			writer.add_double(5, validation_loss)
		if eta_s != 0.0:
			writer.add_double(6, eta_s)
		if model != null:
			writer.add_bytes(7, model.to_bytes())
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
					stage = reader.read_string()
				16:
					epoch = reader.read_int32()
				24:
					epochs = reader.read_int32()
				33:
					loss = reader.read_double()
				41:
					validation_loss = reader.read_double()
				49:
					eta_s = reader.read_double()
				58:
					if model == null:
						model = ScenescoreV1Model.new()
					var outer_end: int = reader.enter()
					model.merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## What the game looks like.
class ScenescoreV1SuggestModelRequest:
	extends _Message

	## Pictures of the game, 1 to 100.
	var frames: Array[_ScenescoreV1Match.Frame] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: _ScenescoreV1Match.Frame in frames:
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
					frames.append(_ScenescoreV1Match.Frame.new())
					var outer_end: int = reader.enter()
					frames[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## One bundle's likeness.
class ScenescoreV1ModelSuggestion:
	extends _Message

	## The bundle.
	var model: ScenescoreV1Model = null
	## Mean Hamming distance of perceptual hashes over all pairs of a frame and a picture of the referred game, 0 to 64;
	## lower looks more alike, about 32 has nothing in common. Of a bundle of several games: to the one most alike.
	var dissimilarity: float = 0.0

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		if model != null:
			writer.add_bytes(1, model.to_bytes())
		if dissimilarity != 0.0:
			writer.add_double(2, dissimilarity)
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
					if model == null:
						model = ScenescoreV1Model.new()
					var outer_end: int = reader.enter()
					model.merge_from(reader)
					reader.leave(outer_end)
				17:
					dissimilarity = reader.read_double()
				_:
					reader.skip_field()


## The bundles, most alike first.
class ScenescoreV1SuggestModelResponse:
	extends _Message

	## Most alike first.
	var suggestions: Array[ScenescoreV1ModelSuggestion] = []

	func to_bytes() -> PackedByteArray:
		var writer: _Writer = _Writer.new()
		for item: ScenescoreV1ModelSuggestion in suggestions:
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
					suggestions.append(ScenescoreV1ModelSuggestion.new())
					var outer_end: int = reader.enter()
					suggestions[-1].merge_from(reader)
					reader.leave(outer_end)
				_:
					reader.skip_field()


## The bundles that the daemon can predict with, and the training of new ones.
class ScenescoreV1ModelServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Lists the installed bundles by name.
	func list_models(request: ScenescoreV1ListModelsRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/ListModels", ScenescoreV1ListModelsResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## One bundle.
	func get_model(request: ScenescoreV1GetModelRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/GetModel", ScenescoreV1GetModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Learns a bundle from a game's videos in a process of its own; streams progress. Cancelling keeps the best so far.
	## Only paths below the roots that [code]serve --allow-root[/code] names are opened.
	func train_model(request: ScenescoreV1TrainModelRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/TrainModel", ScenescoreV1TrainModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Which installed bundle's referred game looks most like these frames. A bundle that doesn't know what its game
	## looks like, because it was trained before bundles did, is left out; FAILED_PRECONDITION where none is left.
	func suggest_model(request: ScenescoreV1SuggestModelRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/SuggestModel", ScenescoreV1SuggestModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started
