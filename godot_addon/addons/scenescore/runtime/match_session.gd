extends Node
## Keeps a session with the daemon open while the game is watched: captures frames, sends them, and opens a new session
## after one has ended.

const _Channel := preload("../rpc/grpc_channel.gd")
const _FrameCapture := preload("frame_capture.gd")
const _Match := preload("../proto/scenescore/v1/match.gd")
const _MatchStream := preload("match_stream.gd")
const _Settings := preload("../settings.gd")
const _Status := preload("../rpc/grpc_status.gd")
const _WindowRegion := preload("window_region.gd")

## The session has been opened or closed, or [member problem] has changed.
signal changed()
## The session has been closed. This comes before [signal changed].
signal closed()
## The daemon has answered.
signal answered(answer: _Match.Answer)
## A frame has been captured that the editor may show; about one a second.
signal thumbnail_captured(rgb8: PackedByteArray, time_us: int)

## The time between two thumbnails.
const THUMBNAIL_INTERVAL_US: int = 1_000_000
## Frames a second for thumbnails alone, where the daemon captures the window itself.
const THUMBNAILS_PER_SECOND: float = 1.0
## The pause after the daemon has ended a session.
const RETRY_PAUSE_MS: int = 2000

## Whether a session is open.
var is_open: bool = false
## Why the daemon has refused the last session; empty when it hasn't.
var problem: String = ""
## The model to match with, [code]models/{id}[/code]; empty for the daemon's default.
var model: String = _Settings.value(_Settings.MODEL):
	set = set_model
## The project whose music is matched, [code]projects/{id}[/code]; empty for what was added without a project.
var project: String = _own_project():
	set = set_project
## Whether an editor shows thumbnails of the game.
var has_editor: bool = false:
	set = set_has_editor
## Captures the game's frames.
var capture := _FrameCapture.new()

# Whether the daemon captures the window itself.
var _uses_screen: bool = _Settings.value(_Settings.RUNTIME_CAPTURE) == "screen"
var _stream := _MatchStream.new()
var _region := _WindowRegion.new()
var _channel: _Channel = null
var _retry_at_ms: int = 0
var _next_thumbnail_us: int = 0


func _init() -> void:
	process_mode = Node.PROCESS_MODE_ALWAYS
	capture.captures_per_second = THUMBNAILS_PER_SECOND if _uses_screen else _captures_per_second()
	add_child(capture)


func _enter_tree() -> void:
	capture.captured.connect(_on_captured)
	_stream.answered.connect(_on_answered)
	_stream.ended.connect(_on_ended)


func _exit_tree() -> void:
	capture.captured.disconnect(_on_captured)
	_stream.answered.disconnect(_on_answered)
	_stream.ended.disconnect(_on_ended)
	close()


## Opens a session where none is open and one is due, and where the window has moved. Call it each frame.
func poll(channel: _Channel) -> void:
	if not is_open and Time.get_ticks_msec() >= _retry_at_ms:
		open(channel)
	elif is_open and _uses_screen and _region.has_changed():
		open(channel)


## Opens a session, in place of one that is open.
func open(channel: _Channel) -> void:
	close()
	var region: Rect2i = _region.current()
	if _uses_screen and not region.has_area():
		_refuse("The game has no window on a screen: there is nothing to capture.")
		return
	is_open = true
	_channel = channel
	if _uses_screen:
		_stream.start_screen(channel, model, project, region, _captures_per_second())
		capture.is_on = has_editor
	else:
		_stream.start_frames(channel, model, project)
		capture.is_on = true
	changed.emit()


## Closes the session, without [signal changed].
func close() -> void:
	_stream.stop()
	capture.is_on = false
	_channel = null
	if is_open:
		is_open = false
		closed.emit()


## Forgets [member problem] and the pause after it, without [signal changed].
func reset() -> void:
	problem = ""
	_retry_at_ms = 0


## Returns how many frames of the session were dropped here because newer ones replaced them.
func dropped() -> int:
	return _stream.dropped()


## Sets [member model]; another one needs another session.
func set_model(value: String) -> void:
	if value == model:
		return
	model = value
	close()
	_retry_at_ms = 0


## Sets [member project]; another one needs another session.
func set_project(value: String) -> void:
	if value == project:
		return
	project = value
	close()
	_retry_at_ms = 0


## Sets [member has_editor].
func set_has_editor(value: bool) -> void:
	if value == has_editor:
		return
	has_editor = value
	if is_open and _uses_screen:
		capture.is_on = has_editor


## Whether this run of the game may be watched. A film that is being recorded may not, because its time is not the
## game's own; an exported game may if the setting says so.
static func may_watch() -> bool:
	if not _Settings.value(_Settings.RUNTIME_ENABLED) or Engine.is_editor_hint() or OS.has_feature("movie"):
		return false
	return not _is_exported() or _Settings.value(_Settings.RUNTIME_IN_EXPORTED_GAMES)


func _on_captured(rgb8: PackedByteArray, time_us: int) -> void:
	if not _uses_screen:
		_stream.send(rgb8, time_us)
	if time_us >= _next_thumbnail_us:
		_next_thumbnail_us = time_us + THUMBNAIL_INTERVAL_US
		thumbnail_captured.emit(rgb8, time_us)


func _on_answered(answer: _Match.Answer) -> void:
	problem = ""
	answered.emit(answer)


func _on_ended(status: _Status) -> void:
	# A lost connection is told elsewhere. A daemon that refuses a session says why, and is asked again after a pause.
	var is_reachable: bool = _channel != null and _channel.state == _Channel.State.READY
	close()
	if status.code == _Status.Code.NOT_FOUND and not has_editor and not project.is_empty():
		# A player's daemon doesn't know the project.
		set_project("")
		return
	_refuse(status.message if is_reachable and not status.is_ok() else "")


func _refuse(reason: String) -> void:
	problem = reason
	_retry_at_ms = Time.get_ticks_msec() + RETRY_PAUSE_MS
	changed.emit()


static func _own_project() -> String:
	var id: String = _Settings.value(_Settings.PROJECT)
	return "projects/" + id if not id.is_empty() else ""


static func _captures_per_second() -> float:
	return float(_Settings.value(_Settings.RUNTIME_CAPTURES_PER_SECOND) as int)


# Export templates have no project.godot, and neither has a pack that the editor's own binary runs.
static func _is_exported() -> bool:
	return OS.has_feature("template") or not FileAccess.file_exists("res://project.godot")
