@tool
extends RefCounted
## The daemon that this editor works with: one that already runs and is compatible, or one that the editor starts.
##
## An own daemon that ends unasked is started again, with growing pauses, a few times a minute at most. Call
## [method poll] each frame.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Status := preload("../../rpc/grpc_status.gd")
const _Daemon := preload("../../proto/scenescore/v1/daemon.gd")
const _AddonVersion := preload("../../runtime/addon_version.gd")
const _DaemonAddress := preload("../../runtime/daemon_address.gd")
const _DaemonAbsence := preload("daemon_absence.gd")
const _DaemonClient := preload("daemon_client.gd")
const _DaemonCommand := preload("daemon_command.gd")
const _DaemonProcess := preload("daemon_process.gd")
const _RestartBackoff := preload("restart_backoff.gd")
const _ShutdownList := preload("shutdown_list.gd")

## The state, the problem or the starting line has changed.
signal changed()
## The daemon has sent its information again; see [member info].
signal info_received()

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const State := DaemonLinkState

enum DaemonLinkState {
	OFF, ## There is no daemon; [member absence] says why.
	STARTING, ## A daemon is being looked for or started.
	UP, ## The daemon answers.
}

## How long a daemon may print nothing while it starts.
const MAX_START_SILENCE_S: float = 60.0
## How long a daemon that already runs has to answer before the editor starts its own.
const ADOPT_TIMEOUT_S: float = 3.0
## Time between two GetInfo calls. A daemon that gets no calls exits when idle.
const INFO_INTERVAL_S: float = 5.0
## How long closing the editor may wait for its daemon to receive the shutdown call.
const SHUTDOWN_TIMEOUT_S: float = 0.5

## The command from the Editor Settings.
var command_setting: String = ""
## The addon's version. The daemon's version must be compatible with it.
var addon_version: String = ""
## The state of the link.
var state: DaemonLinkState = DaemonLinkState.OFF
## What is wrong, in the daemon's own words where there are any.
var problem: String = ""
## Why a running daemon or an installed program was not used; empty when none was rejected.
var remark: String = ""
## Why there is no daemon, while the link is [constant OFF].
var absence := _DaemonAbsence.new()
## The last line that the daemon has printed while it starts.
var starting_line: String = ""
## The daemon's version; empty while there is none.
var version: String = ""
## The daemon's last information; null while there is none.
var info: _Daemon.GetInfoResponse:
	get: return _client.info
## Whether this editor has started the daemon.
var is_own: bool = false
## The daemon's address. An own daemon has one before the link is [constant UP]: it is known to be compatible.
var target: String:
	get: return _client.target
## The token that the daemon expects.
var token: String:
	get: return _client.token
## The channel to the daemon; null while there is none.
var channel: _Channel:
	get: return _client.channel

var _client := _DaemonClient.new()
var _command := _DaemonCommand.new()
var _candidates: Array[_DaemonCommand.Candidate] = []
var _arguments := PackedStringArray()
var _process: _DaemonProcess = null
var _process_number: int = 0
var _shutdowns := _ShutdownList.new()
# Counts starts and stops, so that a coroutine of an earlier start can tell that it is out of date.
var _turn: int = 0
var _backoff := _RestartBackoff.new()
# The own daemon that ended last; 0 when none has. A killed daemon leaves its ready file behind.
var _ended_pid: int = 0
var _restart_at_ms: int = 0
var _next_info_ms: int = 0
var _is_asking: bool = false


func _init() -> void:
	_client.channel_broken.connect(_on_channel_broken)


## Uses a daemon that already runs, or starts one with these further arguments of [code]serve[/code].
func start(arguments: PackedStringArray, may_adopt: bool = true) -> void:
	_backoff.clear()
	_start(arguments, may_adopt)


## Shuts the editor's own daemon down, or disconnects from another editor's.
func stop() -> void:
	_reset()
	_set_state(DaemonLinkState.OFF)


## Stops where no more frames may follow: waits a moment until the editor's own daemon has received the shutdown call.
func stop_now() -> void:
	stop()
	_shutdowns.finish(Time.get_ticks_msec() + int(SHUTDOWN_TIMEOUT_S * 1000.0))
	_client.close_pending()


## Does what is due; never blocks.
func poll() -> void:
	_client.poll()
	if _process != null:
		_process.poll()
	_shutdowns.poll()
	var now_ms: int = Time.get_ticks_msec()
	if _restart_at_ms != 0 and now_ms >= _restart_at_ms:
		_restart_at_ms = 0
		_start(_arguments, true)
	if state == DaemonLinkState.STARTING and _process != null and not _process.last_lines.is_empty():
		_set_starting_line(_process.last_lines[-1])
	if state == DaemonLinkState.UP and now_ms >= _next_info_ms and not _is_asking:
		_update_info()


func _start(arguments: PackedStringArray, may_adopt: bool) -> void:
	_reset()
	var turn: int = _turn
	_arguments = arguments
	absence = _DaemonAbsence.new(_DaemonAbsence.Reason.NOT_INSTALLED)
	starting_line = ""
	_set_state(DaemonLinkState.STARTING)
	if may_adopt and await _adopt(turn) or turn != _turn:
		return
	_candidates = _command.search(command_setting)
	_start_next_candidate()


func _adopt(turn: int) -> bool:
	var found: _DaemonAddress = _DaemonAddress.read()
	if found == null or found.pid == _ended_pid or _shutdowns.has_pid(found.pid):
		return false
	_client.open(found.target, found.token)
	var status: _Status = await _client.update_info(ADOPT_TIMEOUT_S)
	if turn != _turn:
		return false
	# Only exactly this version: another editor's daemon may be older than the program that is installed now.
	if status.is_ok() and info.version == addon_version:
		is_own = false
		_on_up()
		return true
	if status.is_ok():
		remark = "Scenescore %s already runs (process %d), and this addon is %s: the editor starts its own beside it." % [
			info.version, found.pid, addon_version
		]
	elif status.code != _Status.Code.UNAVAILABLE:
		remark = "The daemon at %s can't be used: %s" % [found.target, status.message]
	_release()
	return false


func _start_next_candidate() -> void:
	if _candidates.is_empty():
		# Where a program was found, the remark tells what is wrong with it.
		_fail(_command.why_not_found() if absence.reason == _DaemonAbsence.Reason.NOT_INSTALLED else "")
		return
	var candidate: _DaemonCommand.Candidate = _candidates.pop_front()
	_process = _DaemonProcess.new()
	_process.ready_line.connect(_on_ready_line.bind(candidate))
	_process_number += 1
	# Bound by number: a process bound to its own signal would never be freed.
	_process.ended.connect(_on_ended.bind(_process_number, candidate))
	_process.start(candidate.words, _DaemonCommand.SERVE_ARGUMENTS + _arguments, MAX_START_SILENCE_S)
	_set_starting_line(str(candidate))


func _on_ready_line(ready: Dictionary, candidate: _DaemonCommand.Candidate) -> void:
	if not _AddonVersion.is_compatible(ready["version"], addon_version):
		_reject(ready["version"], "%s is Scenescore %s, and this addon is %s." % [candidate, ready["version"], addon_version])
		return
	var turn: int = _turn
	is_own = true
	_client.open(ready["address"], FileAccess.get_file_as_string(ready["token_file"]).strip_edges())
	# Games may connect now; they need not wait for the editor's first GetInfo.
	changed.emit()
	var status: _Status = await _client.update_info(MAX_START_SILENCE_S)
	if turn != _turn:
		return
	if status.is_ok():
		_on_up()
	else:
		_release()
		_fail("%s was ready, but did not answer the first call: %s" % [candidate, status], str(candidate))


func _on_ended(code: int, number: int, candidate: _DaemonCommand.Candidate) -> void:
	if number != _process_number or _process == null:
		return
	var process: _DaemonProcess = _process
	_process = null
	_ended_pid = process.ready.get("pid", 0)
	var output: String = process.last_output()
	if state == DaemonLinkState.UP or not process.ready.is_empty():
		_restart("Scenescore ended by itself (code %d)" % code, output, str(candidate))
	elif output.contains("No such option"):
		_reject("", "%s is too old for this addon, which is %s." % [candidate, addon_version])
	else:
		var last_words: String = ":\n" + output if not output.is_empty() else "."
		_fail("%s ended with code %d before it was ready%s" % [candidate, code, last_words], str(candidate))


func _reject(found_version: String, reason: String) -> void:
	absence = _DaemonAbsence.new(_DaemonAbsence.Reason.WRONG_VERSION, found_version)
	remark = (remark + "\n" + reason).strip_edges()
	_release()
	_start_next_candidate()


func _restart(reason: String, output: String, program: String = _DaemonCommand.PROGRAM) -> void:
	_turn += 1
	_release()
	var now_ms: int = Time.get_ticks_msec()
	var pause_ms: int = _backoff.next_pause_ms(now_ms)
	if pause_ms < 0:
		_fail("%s, for the %dth time within a minute:\n%s" % [reason, _RestartBackoff.PAUSES_S.size() + 1, output], program)
		return
	_restart_at_ms = now_ms + pause_ms
	starting_line = reason + "; starting it again"
	_set_state(DaemonLinkState.STARTING)


func _on_up() -> void:
	version = info.version
	_next_info_ms = Time.get_ticks_msec() + int(INFO_INTERVAL_S * 1000.0)
	_set_state(DaemonLinkState.UP)
	info_received.emit()


func _update_info() -> void:
	_is_asking = true
	var turn: int = _turn
	var status: _Status = await _client.update_info(INFO_INTERVAL_S)
	_is_asking = false
	if turn != _turn:
		return
	_next_info_ms = Time.get_ticks_msec() + int(INFO_INTERVAL_S * 1000.0)
	if status.is_ok():
		info_received.emit()
	elif not is_own and status.code in [_Status.Code.UNAVAILABLE, _Status.Code.UNAUTHENTICATED]:
		# The editor that has started it was closed, or another daemon took its place.
		_restart("The daemon of another editor has ended", status.message)


# Another editor's daemon may have ended: ask it at once.
func _on_channel_broken() -> void:
	if state == DaemonLinkState.UP and not is_own:
		_next_info_ms = 0


func _reset() -> void:
	_turn += 1
	_restart_at_ms = 0
	_release()
	absence = _DaemonAbsence.new()
	problem = ""
	remark = ""


func _release() -> void:
	if _process != null and _process.is_running():
		_shutdowns.add(_process, _client.detach_channel() if is_own else null)
	_process = null
	_client.close()
	version = ""
	is_own = false


# [param program] is what has failed; empty where no program was found that fits.
func _fail(why: String, program: String = "") -> void:
	_turn += 1
	if not program.is_empty():
		absence = _DaemonAbsence.new(_DaemonAbsence.Reason.CRASHED, "", program)
	problem = why
	_set_state(DaemonLinkState.OFF)


func _set_state(to: DaemonLinkState) -> void:
	state = to
	changed.emit()


func _set_starting_line(line: String) -> void:
	if starting_line != line:
		starting_line = line
		changed.emit()
