@tool
extends RefCounted
## The Godot project's part of the daemon: registers the project with its music, and teaches the daemon its cues.
##
## The project's id is made once and kept in [code]project.godot[/code]. So a project that was cloned from version control
## knows its cues as soon as it is opened, and two games never share any.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Cues := preload("../../runtime/cues.gd")
const _CueSync := preload("../cues/cue_sync.gd")
const _Project := preload("../../proto/scenescore/v1/project.gd")
const _Settings := preload("../../settings.gd")
const _Status := preload("../../rpc/grpc_status.gd")

## The daemon knows the project: its tracks may be asked for, and games may connect.
signal opened()
## The daemon may not open the music folder: another editor has started it.
signal refused()
## [member problem] has changed.
signal changed()

const DEADLINE_S: float = 30.0
const MAX_NAME_LENGTH: int = 40
const MAX_DISPLAY_NAME_LENGTH: int = 200

## The project's name in requests, [code]projects/{id}[/code]; empty where the daemon can't keep projects apart.
var name: String = ""
## Whether the daemon knows the project.
var is_open: bool = false
## Why the daemon doesn't know the project or a cue; empty when it does.
var problem: String = ""
## The project's cues.
var cues := _Cues.new()
## Sends the cues.
var cue_sync := _CueSync.new()

var _channel: _Channel = null
var _turn: int = 0


func _init() -> void:
	# By name: a lambda would hold this object, which holds the sender.
	cue_sync.changed.connect(_on_cues_sent)


## Registers the project with the daemon of a channel, with a music folder that may be empty, and sends its cues. Does
## nothing where that is done or under way.
func open(channel: _Channel, folder: String) -> void:
	if channel == _channel:
		return
	close()
	_channel = channel
	var turn: int = _turn
	var status: _Status = await _register(folder)
	if turn == _turn and status.code == _Status.Code.PERMISSION_DENIED:
		refused.emit()
		if turn == _turn:
			# The project keeps the music that it has had.
			status = await _register("")
	if turn != _turn:
		return
	name = "projects/" + project_id() if status.is_ok() else ""
	is_open = true
	_set_problem("" if status.is_ok() else "The daemon can't keep this project's music and cues apart: %s" % status.message)
	opened.emit()
	sync_cues()


## Disconnects from the daemon.
func close() -> void:
	_turn += 1
	_channel = null
	is_open = false


## Teaches the daemon the project's cues. Does nothing while the project is not open.
func sync_cues() -> void:
	if is_open and not name.is_empty():
		cue_sync.sync(_channel, name, cues)


## Returns what games are told: the daemon's address, once it knows the project, the model and the project.
func welcome(target: String, token: String) -> Dictionary:
	return {
		"target": target if is_open else "",
		"token": token if is_open else "",
		"model": _Settings.value(_Settings.MODEL),
		"project": name,
	}


## Returns the project's id; makes one where the project has none.
static func project_id() -> String:
	var id: String = _Settings.value(_Settings.PROJECT)
	if id.is_empty():
		id = "%s-%s" % [_plain_name(_title()), Crypto.new().generate_random_bytes(4).hex_encode()]
		_Settings.set_value(_Settings.PROJECT, id)
	return id


func _register(folder: String) -> _Status:
	var request := _Project.OpenProjectRequest.new()
	request.project = _Project.Project.new()
	request.project.name = "projects/" + project_id()
	request.project.display_name = _title().left(MAX_DISPLAY_NAME_LENGTH)
	request.project.folder = ProjectSettings.globalize_path("res://").trim_suffix("/")
	if not folder.is_empty():
		request.project.music.append(folder)
	var call: _Call = _Project.ProjectServiceClient.new(_channel).open_project(request, DEADLINE_S)
	if not call.is_finished():
		await call.finished
	return call.status


func _on_cues_sent() -> void:
	_set_problem(cue_sync.problem)


func _set_problem(text: String) -> void:
	if problem != text:
		problem = text
		changed.emit()


static func _title() -> String:
	return str(ProjectSettings.get_setting("application/config/name", "")).strip_edges()


static func _plain_name(title: String) -> String:
	var plain := ""
	for character: String in title.to_lower().left(MAX_NAME_LENGTH):
		var is_plain: bool = character.is_valid_int() or (character >= "a" and character <= "z")
		plain += character if is_plain else "-"
	while plain.contains("--"):
		plain = plain.replace("--", "-")
	plain = plain.trim_prefix("-").trim_suffix("-")
	return plain if not plain.is_empty() else "game"
