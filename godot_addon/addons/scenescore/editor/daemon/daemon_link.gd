@tool
extends RefCounted
## The daemon that this editor works with: one that runs already and fits, or one of its own.
##
## An own one that ends without being told to is started again, with growing pauses, a few times a minute at most. Call
## [method poll] each frame.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Status := preload("../../rpc/grpc_status.gd")
const _Daemon := preload("../../proto/scenescore/v1/daemon.gd")
const _DaemonAddress := preload("../../runtime/daemon_address.gd")
const _DaemonCommand := preload("daemon_command.gd")
const _DaemonShutdown := preload("daemon_shutdown.gd")
const _DaemonProcess := preload("daemon_process.gd")
const _RestartBackoff := preload("restart_backoff.gd")

## The state, the problem or the starting line has changed.
signal changed()
## The daemon has told anew what it holds; see [member info].
signal info_received()

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const State := DaemonLinkState

enum DaemonLinkState {
	OFF, ## There is none; [member problem] says why, unless it was stopped.
	STARTING, ## One is looked for or started.
	UP, ## It answers.
}

## How long it may be silent while it starts, seconds.
const SILENCE_S: float = 60.0
## How long a running daemon has to answer whoever wants to take it, seconds.
const ADOPT_S: float = 3.0
## How often it is asked what it holds, seconds. A daemon that nobody asks anything ends by itself.
const ASK_EVERY_S: float = 5.0
## How long the editor's end may wait for it, seconds.
const FAREWELL_S: float = 0.5


## What the Editor Settings name as the command.
var command_setting: String = ""
## The addon's version, which the daemon's has to fit.
var addon_version: String = ""
## Where it stands.
var state: DaemonLinkState = DaemonLinkState.OFF
## Why there is none, in its own words where it has any.
var problem: String = ""
## Why one that runs already wasn't taken, or another program was passed over; empty when nothing was.
var remark: String = ""
## What installs the program; empty where it is installed.
var install_command: String = ""
## The last line that it printed while it starts.
var starting_line: String = ""
## Its version; empty while there is none.
var version: String = ""
## What it has told last; null while there is none.
var info: _Daemon.GetInfoResponse = null
## Whether this editor has started it.
var is_own: bool = false
## Where it answers, and the token that it wants. An own one is known to speak as this addon does before it is up.
var target: String = ""
var token: String = ""
## The channel to it; null while there is none.
var channel: _Channel = null

var _command := _DaemonCommand.new()
var _candidates: Array[_DaemonCommand.Candidate] = []
var _arguments := PackedStringArray()
var _process: _DaemonProcess = null
var _process_number: int = 0
var _leaving: Array[_DaemonShutdown] = []
# Not closed at once: that may be asked for by one of their own signals.
var _closing: Array[_Channel] = []
# Counts starts and stops: what an earlier one waits for is not heard any more.
var _turn: int = 0
var _pauses := _RestartBackoff.new()
# The own one that ended last: one that was killed leaves its address behind. 0 when none has.
var _ended_pid: int = 0
var _again_at_ms: int = 0
var _ask_at_ms: int = 0
var _asking: bool = false


## Takes the daemon that runs already, or starts one with these further arguments of [code]serve[/code].
func start(arguments: PackedStringArray, may_adopt: bool = true) -> void:
	_pauses.clear()
	_start(arguments, may_adopt)


## Ends an own daemon, and lets go of one that isn't.
func stop() -> void:
	_turn += 1
	_again_at_ms = 0
	_let_go()
	problem = ""
	remark = ""
	_set_state(DaemonLinkState.OFF)


## Ends an own daemon where no more frames may come: waits a moment for its farewell.
func stop_now() -> void:
	stop()
	var until_ms: int = Time.get_ticks_msec() + int(FAREWELL_S * 1000.0)
	for farewell: _DaemonShutdown in _leaving:
		farewell.finish(until_ms)
	_leaving.clear()
	_close_channels()


## Goes on; never blocks.
func poll() -> void:
	_close_channels()
	if channel != null:
		channel.poll()
	if _process != null:
		_process.poll()
	_poll_leaving()
	var now_ms: int = Time.get_ticks_msec()
	if _again_at_ms != 0 and now_ms >= _again_at_ms:
		_again_at_ms = 0
		_start(_arguments, true)
	if state == DaemonLinkState.STARTING and _process != null and not _process.last_words.is_empty():
		_set_starting_line(_process.last_words[-1])
	if state == DaemonLinkState.UP and now_ms >= _ask_at_ms and not _asking:
		_ask()


## Whether a daemon of that version speaks as this addon does: versions differ in what they say at the second number.
func fits(other: String) -> bool:
	var ours: PackedStringArray = addon_version.split(".")
	var theirs: PackedStringArray = other.split(".")
	return theirs.size() >= 2 and ours.size() >= 2 and theirs[0] == ours[0] and theirs[1] == ours[1]


func _start(arguments: PackedStringArray, may_adopt: bool) -> void:
	_turn += 1
	var turn: int = _turn
	_again_at_ms = 0
	_let_go()
	_arguments = arguments
	problem = ""
	remark = ""
	install_command = ""
	starting_line = ""
	_set_state(DaemonLinkState.STARTING)
	if may_adopt and await _adopt(turn) or turn != _turn:
		return
	_candidates = _command.search(command_setting, addon_version)
	_start_next()


func _adopt(turn: int) -> bool:
	var found: _DaemonAddress = _DaemonAddress.read()
	if found == null or found.pid == _ended_pid or _is_leaving(found.pid):
		return false
	_connect(found.target, found.token)
	var status: _Status = await _get_info(ADOPT_S)
	if turn != _turn:
		return false
	# One of exactly this version: what another editor has started may be older than the program that is installed now.
	if status.is_ok() and info.version == addon_version:
		is_own = false
		_answers()
		return true
	if status.is_ok():
		remark = "Scenescore %s runs already (process %d), and this addon is %s: it starts its own beside it." % [
			info.version, found.pid, addon_version
		]
	elif status.code != _Status.Code.UNAVAILABLE:
		remark = "A daemon at %s can't be used: %s" % [found.target, status.message]
	_disconnect()
	return false


func _start_next() -> void:
	if _candidates.is_empty():
		install_command = _command.install_command(addon_version)
		_fail(remark if not remark.is_empty() else _command.why_not_found())
		return
	var candidate: _DaemonCommand.Candidate = _candidates.pop_front()
	_process = _DaemonProcess.new()
	_process.ready_line.connect(_on_ready_line.bind(candidate))
	_process_number += 1
	# Bound to itself it would never be freed.
	_process.ended.connect(_on_ended.bind(_process_number, candidate))
	_process.start(candidate.words, _arguments, 0.0 if candidate.fetches else SILENCE_S)
	_set_starting_line(str(candidate))


func _on_ready_line(ready: Dictionary, candidate: _DaemonCommand.Candidate) -> void:
	if not fits(ready["version"]):
		_pass_over("Scenescore %s (%s) doesn't fit this addon, which needs %s." % [ready["version"], candidate, addon_version])
		return
	var turn: int = _turn
	is_own = true
	_connect(ready["address"], FileAccess.get_file_as_string(ready["token_file"]).strip_edges())
	# Games needn't wait until it has told the editor what it holds.
	changed.emit()
	var status: _Status = await _get_info(SILENCE_S)
	if turn != _turn:
		return
	if status.is_ok():
		_answers()
	else:
		_let_go()
		_fail("%s was ready, but couldn't be asked anything: %s" % [candidate, status])


func _on_ended(code: int, number: int, candidate: _DaemonCommand.Candidate) -> void:
	if number != _process_number or _process == null:
		return
	var process: _DaemonProcess = _process
	_process = null
	_ended_pid = process.ready.get("pid", 0)
	var words: String = process.words()
	if state == DaemonLinkState.UP or not process.ready.is_empty():
		_start_again("Scenescore ended by itself (code %d)" % code, words)
	elif words.contains("No such option"):
		_pass_over("%s is too old for this addon, which needs %s." % [candidate, addon_version])
	else:
		_fail("%s ended with code %d before it was ready%s" % [candidate, code, ":\n" + words if not words.is_empty() else "."])


# Another program of the search list may do.
func _pass_over(reason: String) -> void:
	remark = (remark + "\n" + reason).strip_edges()
	_let_go()
	_start_next()


func _start_again(what: String, words: String) -> void:
	_turn += 1
	_let_go()
	var now_ms: int = Time.get_ticks_msec()
	var pause_ms: int = _pauses.next_ms(now_ms)
	if pause_ms < 0:
		_fail("%s, for the %dth time within a minute:\n%s" % [what, _RestartBackoff.PAUSES_S.size() + 1, words])
		return
	_again_at_ms = now_ms + pause_ms
	starting_line = what + "; it is started again"
	_set_state(DaemonLinkState.STARTING)


func _answers() -> void:
	version = info.version
	_ask_at_ms = Time.get_ticks_msec() + int(ASK_EVERY_S * 1000.0)
	_set_state(DaemonLinkState.UP)
	info_received.emit()


func _ask() -> void:
	_asking = true
	var turn: int = _turn
	var status: _Status = await _get_info(ASK_EVERY_S)
	_asking = false
	if turn != _turn:
		return
	_ask_at_ms = Time.get_ticks_msec() + int(ASK_EVERY_S * 1000.0)
	if status.is_ok():
		info_received.emit()
	elif not is_own and status.code in [_Status.Code.UNAVAILABLE, _Status.Code.UNAUTHENTICATED]:
		# Its own editor has closed, or another took its place.
		_start_again("The daemon of another editor has ended", status.message)


func _get_info(deadline_s: float) -> _Status:
	var asked: _Channel = channel
	var call := _Daemon.DaemonServiceClient.new(asked).get_info(_Daemon.GetInfoRequest.new(), deadline_s)
	if not call.is_finished():
		await call.finished
	if call.status.is_ok() and asked == channel:
		info = call.response
	return call.status


func _connect(to: String, with_token: String) -> void:
	target = to
	token = with_token
	channel = _Channel.new(target, {"authorization": "Bearer " + token})
	channel.state_changed.connect(_on_channel_changed)


# Whose connection breaks is asked at once whether it is still there.
func _on_channel_changed(now: _Channel.State) -> void:
	if state == DaemonLinkState.UP and not is_own and now != _Channel.State.READY:
		_ask_at_ms = 0


func _disconnect() -> void:
	if channel != null:
		channel.state_changed.disconnect(_on_channel_changed)
		_closing.append(channel)
	channel = null
	target = ""
	token = ""
	version = ""
	info = null
	is_own = false


func _let_go() -> void:
	if _process != null and _process.is_running():
		_leaving.append(_DaemonShutdown.new(_process, channel if is_own else null))
		if is_own:
			channel.state_changed.disconnect(_on_channel_changed)
			channel = null
	_process = null
	_disconnect()


func _poll_leaving() -> void:
	for farewell: _DaemonShutdown in _leaving:
		farewell.poll()
	if not _leaving.is_empty():
		_leaving = _leaving.filter(func(farewell: _DaemonShutdown) -> bool: return farewell.process.is_running())


func _close_channels() -> void:
	for old: _Channel in _closing:
		old.close()
	_closing.clear()


func _is_leaving(pid: int) -> bool:
	return _leaving.any(func(farewell: _DaemonShutdown) -> bool: return farewell.process.ready.get("pid", 0) == pid)


func _fail(words: String) -> void:
	_turn += 1
	problem = words
	_set_state(DaemonLinkState.OFF)


func _set_state(to: DaemonLinkState) -> void:
	state = to
	changed.emit()


func _set_starting_line(line: String) -> void:
	if starting_line != line:
		starting_line = line
		changed.emit()
