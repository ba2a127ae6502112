@tool
extends RefCounted
## The installed models, and which of their games look most like the project's game.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Call := preload("../../rpc/grpc_call.gd")
const _Match := preload("../../proto/scenescore/v1/match.gd")
const _Model := preload("../../proto/scenescore/v1/model.gd")

## The models or the suggestions have changed.
signal changed()

const DEADLINE_S: float = 30.0

## The installed models: [code]{name, game, preset, features}[/code].
var models: Array[Dictionary] = []
## The models of similar games, the most similar first: [code]{name, game, dissimilarity}[/code].
var suggestions: Array[Dictionary] = []
## Why the last suggestion failed; empty when it didn't.
var problem: String = ""

var _turn: int = 0


## Reads the list from the daemon.
func read(channel: _Channel) -> void:
	_turn += 1
	var turn: int = _turn
	var client := _Model.ModelServiceClient.new(channel)
	var found: Array[Dictionary] = []
	var request := _Model.ListModelsRequest.new()
	while true:
		var call: _Call = client.list_models(request, DEADLINE_S)
		if not call.is_finished():
			await call.finished
		if turn != _turn or not call.status.is_ok():
			return
		var page: _Model.ListModelsResponse = call.response
		for model: _Model.Model in page.models:
			found.append({
				"name": model.name,
				"game": model.game,
				"preset": model.preset,
				"features": PackedStringArray(model.features),
			})
		request.page_token = page.next_page_token
		if page.next_page_token.is_empty():
			break
	models = found
	changed.emit()


## Asks which model's game looks most like these frames, 80×80 RGB8 each.
func suggest(channel: _Channel, frames: Array[Image]) -> void:
	suggestions = []
	problem = ""
	if frames.is_empty():
		problem = "Play the game for a moment first: Scenescore compares its frames with the games of the models."
		changed.emit()
		return
	var request := _Model.SuggestModelRequest.new()
	for i: int in frames.size():
		var frame := _Match.Frame.new()
		frame.capture_time_us = i * 1_000_000
		frame.encoding = _Match.FrameEncoding.FRAME_ENCODING_RGB8
		frame.width = frames[i].get_width()
		frame.height = frames[i].get_height()
		frame.data = frames[i].get_data()
		request.frames.append(frame)
	var call: _Call = _Model.ModelServiceClient.new(channel).suggest_model(request, DEADLINE_S)
	if not call.is_finished():
		await call.finished
	if call.status.is_ok():
		var answer: _Model.SuggestModelResponse = call.response
		for one: _Model.ModelSuggestion in answer.suggestions:
			suggestions.append({"name": one.model.name, "game": one.model.game, "dissimilarity": one.dissimilarity})
	else:
		problem = call.status.message
	changed.emit()
