# Generated from scenescore/v1/model.proto: do not edit.
extends RefCounted
## Bundles: trained models, each of one referred game.

const _Message := preload("../../../rpc/proto_message.gd")
const _Reader := preload("../../../rpc/proto_reader.gd")
const _Writer := preload("../../../rpc/proto_writer.gd")
const _GrpcCall := preload("../../../rpc/grpc_call.gd")
const _GrpcChannel := preload("../../../rpc/grpc_channel.gd")
const _ScenescoreV1Match := preload("match.gd")

# Short names for other scripts. Full names contain the package: no game has the same ones.
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

	## The bundle's name, [code]models/{id}[/code].
	var name: String = ""
	## Name of the referred game.
	var game: String = ""
	## The preset of the training, [code]default[/code] or [code]paper[/code].
	var preset: String = ""
	## Steps in the 12-second window, 2 to 240.
	var steps: int = 0
	## The feature set, by librosa's names.
	var features: Array[String] = []
	## Number of feature dimensions in total, 1 or more.
	var dimensions: int = 0
	## Mean squared error of standardised features on held-out segments, 0 or more.
	var held_out_loss: float = 0.0
	## The same error for always predicting the training mean. A useful model has a smaller [code]held_out_loss[/code].
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

	## Merges the rest of the message that [param reader] reads.
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


## The page of the list to return.
class ScenescoreV1ListModelsRequest:
	extends _Message

	## Largest number of bundles in the page, 1 to 1000; 0 for 100. Larger values count as 1000.
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


## One page of bundles.
class ScenescoreV1ListModelsResponse:
	extends _Message

	## Sorted by name.
	var models: Array[ScenescoreV1Model] = []
	## [code]page_token[/code] of the next page; empty on the last page.
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

	## Merges the rest of the message that [param reader] reads.
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


## The bundle to return.
class ScenescoreV1GetModelRequest:
	extends _Message

	## The bundle's name, [code]models/{id}[/code].
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

	## Merges the rest of the message that [param reader] reads.
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


## The bundle to train.
class ScenescoreV1TrainModelRequest:
	extends _Message

	## The new bundle's id, 1 to 64 of a-z, 0-9, [code]-[/code] and [code]_[/code].
	var model_id: String = ""
	## The referred game's name, 1 to 200 characters.
	var game: String = ""
	## 1 to 1000 absolute paths of video files on the daemon's machine.
	var videos: Array[String] = []
	## The preset, [code]default[/code] or [code]paper[/code]; empty for [code]default[/code].
	var preset: String = ""
	## The feature set, by librosa's names; empty for the preset's.
	var features: Array[String] = []
	## Steps in the 12-second window, 2 to 240; 0 for 24.
	var steps: int = 0
	## Number of epochs, 1 to 10000; 0 for the preset's.
	var epochs: int = 0
	## Seed of all random numbers, 0 or more.
	var seed_: int = 0
	## Number format of the convolutions during training: [code]float32[/code], [code]bfloat16[/code], or
	## [code]auto[/code] for the faster one on the daemon's processor; empty for [code]auto[/code]. The bundle is always
	## float32.
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

	## Merges the rest of the message that [param reader] reads.
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


## The progress of a training. The last message carries the bundle.
class ScenescoreV1TrainModelResponse:
	extends _Message

	## The present stage: [code]segments[/code], [code]features[/code], [code]training[/code] or [code]export[/code].
	var stage: String = ""
	## Number of finished epochs, 0 to [code]epochs[/code].
	var epoch: int = 0
	## Number of epochs in total.
	var epochs: int = 0
	## Loss of the last epoch on the training segments, 0 or more.
	var loss: float = 0.0
	## Loss of the last epoch on the validation segments, 0 or more; 0 if there are none.
	var validation_loss: float = 0.0
	## Estimated remaining time, seconds, 0 or more.
	var eta_s: float = 0.0
	## The finished bundle; in the last message only.
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

	## Merges the rest of the message that [param reader] reads.
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


## Pictures of a game.
class ScenescoreV1SuggestModelRequest:
	extends _Message

	## 1 to 100 pictures of the game, of different scenes.
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

	## Merges the rest of the message that [param reader] reads.
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


## How similar the referred game of one bundle looks.
class ScenescoreV1ModelSuggestion:
	extends _Message

	## The bundle.
	var model: ScenescoreV1Model = null
	## Mean Hamming distance of perceptual hashes, in bits, over all pairs of a frame and a picture of the referred
	## game, 0 to 64. Lower is more alike; about 32 means that they have nothing in common. If a bundle has several
	## referred games, the most similar one counts.
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

	## Merges the rest of the message that [param reader] reads.
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


## The bundles that look most alike.
class ScenescoreV1SuggestModelResponse:
	extends _Message

	## The bundle with the lowest dissimilarity first.
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

	## Merges the rest of the message that [param reader] reads.
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


## Lists, compares and trains the bundles that the daemon can predict with.
class ScenescoreV1ModelServiceClient:
	extends RefCounted

	var _channel: _GrpcChannel

	func _init(channel: _GrpcChannel) -> void:
		_channel = channel

	## Lists the installed bundles by name, in pages.
	func list_models(request: ScenescoreV1ListModelsRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/ListModels", ScenescoreV1ListModelsResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Returns one bundle.
	func get_model(request: ScenescoreV1GetModelRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/GetModel", ScenescoreV1GetModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Trains a bundle on a game's videos in a separate process and streams the progress. If the client cancels, the
	## daemon keeps the best model so far. The daemon only opens paths below the folders of [code]serve
	## --allow-root[/code].
	func train_model(request: ScenescoreV1TrainModelRequest, deadline_s: float = 0.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/TrainModel", ScenescoreV1TrainModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started

	## Compares pictures of a game with the referred games of the installed bundles. Bundles that hold no pictures of
	## their game, because an old version trained them, are left out; FAILED_PRECONDITION if none is left.
	func suggest_model(request: ScenescoreV1SuggestModelRequest, deadline_s: float = 10.0) -> _GrpcCall:
		var started: _GrpcCall = _channel.start_call("/scenescore.v1.ModelService/SuggestModel", ScenescoreV1SuggestModelResponse, deadline_s)
		started.send(request)
		started.end_requests()
		return started
