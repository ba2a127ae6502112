extends RefCounted
## The way to the daemon: where it is said to be, and a channel once it answers there.

const _Channel := preload("../rpc/grpc_channel.gd")
const _DaemonAddress := preload("daemon_address.gd")

## [member channel] or [member problem] has changed.
signal changed()

## How often a daemon is looked for.
const LOOK_EVERY_MS: int = 500
const NO_DAEMON: String = "No daemon runs. The editor's Scenescore dock starts one, or `scenescore serve` does."

## The channel to the daemon; null while none is connected.
var channel: _Channel = null
## Why there is none; empty when all is well.
var problem: String = ""

# The one that is tried.
var _trial: _Channel = null
# What the editor says; empty while it says nothing and the ready file counts.
var _told: Dictionary = {}
var _target: String = ""
var _token: String = ""
var _next_look_ms: int = 0


## Takes the editor's word for where the daemon is: [code]{target, token}[/code]; an empty target means that there is none.
func tell(daemon: Dictionary) -> void:
	_told = daemon
	if str(daemon.get("target", "")) != _target or str(daemon.get("token", "")) != _token:
		close()


## Looks for a daemon when there is none, and moves the channel on. To be called each frame.
func poll() -> void:
	if channel != null:
		channel.poll()
		if channel != null and channel.state != _Channel.State.READY:
			close(NO_DAEMON)
		return
	if Time.get_ticks_msec() >= _next_look_ms:
		_look()
	if _trial != null:
		_follow_trial()


## Gives the channel up, for the next look to make one anew.
func close(why: String = "") -> void:
	_next_look_ms = 0
	_drop_trial()
	if channel != null:
		channel.close()
	_set_channel(null, why)


func _look() -> void:
	_next_look_ms = Time.get_ticks_msec() + LOOK_EVERY_MS
	var target: String = str(_told.get("target", ""))
	var token: String = str(_told.get("token", ""))
	if _told.is_empty():
		var found := _DaemonAddress.read()
		target = found.target if found != null else ""
		token = found.token if found != null else ""
	if target != _target or token != _token:
		_drop_trial()
	_target = target
	_token = token
	if _target.is_empty():
		_set_channel(null, NO_DAEMON)
	elif _trial == null:
		_trial = _Channel.new(_target, {"authorization": "Bearer " + _token})
		_trial.keep_connected = true


func _follow_trial() -> void:
	_trial.poll()
	match _trial.state:
		_Channel.State.READY:
			var found: _Channel = _trial
			found.keep_connected = false
			_trial = null
			_set_channel(found, "")
		_Channel.State.TRANSIENT_FAILURE:
			# A daemon that was killed leaves its address behind.
			_drop_trial()
			_set_channel(null, NO_DAEMON)


func _drop_trial() -> void:
	if _trial != null:
		_trial.close()
		_trial = null


func _set_channel(to: _Channel, why: String) -> void:
	if to == channel and why == problem:
		return
	channel = to
	problem = why
	changed.emit()
