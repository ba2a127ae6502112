extends RefCounted
## The game's connection to the daemon: finds its address, and opens a channel to it.

const _Channel := preload("../rpc/grpc_channel.gd")
const _DaemonAddress := preload("daemon_address.gd")

## [member channel] or [member problem] has changed.
signal changed()

## The time between two searches for a daemon.
const SEARCH_INTERVAL_MS: int = 500
const NO_DAEMON: String = "No daemon runs. Start one in the editor's Scenescore dock, or with `scenescore serve`."

## The channel to the daemon; null while none is connected.
var channel: _Channel = null
## Why there is none; empty when all is well.
var problem: String = ""

# A channel that is being connected.
var _candidate: _Channel = null
# What the editor has sent; empty while it has sent nothing. Then the daemon's ready file counts.
var _from_editor: Dictionary = {}
var _target: String = ""
var _token: String = ""
var _next_search_ms: int = 0


## Sets the daemon that the editor uses: [code]{target, token}[/code]. An empty target means that there is none.
func set_daemon(daemon: Dictionary) -> void:
	_from_editor = daemon
	if str(daemon.get("target", "")) != _target or str(daemon.get("token", "")) != _token:
		close()


## Searches for a daemon where there is none, and polls the channel. Call it each frame.
func poll() -> void:
	if channel != null:
		channel.poll()
		if channel != null and channel.state != _Channel.State.READY:
			close(NO_DAEMON)
		return
	if Time.get_ticks_msec() >= _next_search_ms:
		_search()
	if _candidate != null:
		_check_candidate()


## Closes the channel. The next search opens a new one.
func close(reason: String = "") -> void:
	_next_search_ms = 0
	_drop_candidate()
	if channel != null:
		channel.close()
	_set_channel(null, reason)


func _search() -> void:
	_next_search_ms = Time.get_ticks_msec() + SEARCH_INTERVAL_MS
	var target: String = str(_from_editor.get("target", ""))
	var token: String = str(_from_editor.get("token", ""))
	if _from_editor.is_empty():
		var found := _DaemonAddress.read()
		target = found.target if found != null else ""
		token = found.token if found != null else ""
	if target != _target or token != _token:
		_drop_candidate()
	_target = target
	_token = token
	if _target.is_empty():
		_set_channel(null, NO_DAEMON)
	elif _candidate == null:
		_candidate = _Channel.new(_target, {"authorization": "Bearer " + _token})
		_candidate.keep_connected = true


func _check_candidate() -> void:
	_candidate.poll()
	match _candidate.state:
		_Channel.State.READY:
			var found: _Channel = _candidate
			found.keep_connected = false
			_candidate = null
			_set_channel(found, "")
		_Channel.State.TRANSIENT_FAILURE:
			# A killed daemon leaves its ready file behind.
			_drop_candidate()
			_set_channel(null, NO_DAEMON)


func _drop_candidate() -> void:
	if _candidate != null:
		_candidate.close()
		_candidate = null


func _set_channel(to: _Channel, reason: String) -> void:
	if to == channel and reason == problem:
		return
	channel = to
	problem = reason
	changed.emit()
