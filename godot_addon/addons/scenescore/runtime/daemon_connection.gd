extends RefCounted
## The way to the daemon: where it is said to be, and a channel that is made anew when it is somewhere else.

const Channel := preload("../rpc/grpc_channel.gd")
const DaemonAddress := preload("daemon_address.gd")

## A daemon can be called on [member channel], or no longer.
signal changed()

## How often a daemon is looked for.
const LOOK_EVERY_MS: int = 500

## The channel to the daemon; null while none is found.
var channel: Channel = null
## Why there is none; empty when all is well.
var problem: String = ""

# What the editor says; empty while it says nothing and the ready file counts.
var _told: Dictionary = {}
var _target: String = ""
var _token: String = ""
var _next_look_ms: int = 0


## Takes the editor's word for where the daemon is: [code]{target, token}[/code]; an empty target means that there is none.
func tell(daemon: Dictionary) -> void:
	_told = daemon
	_next_look_ms = 0
	if str(daemon.get("target", "")) != _target or str(daemon.get("token", "")) != _token:
		close()


## Looks for a daemon when there is none, and moves the channel on. To be called each frame.
func poll() -> void:
	if channel != null:
		channel.poll()
		return
	if Time.get_ticks_msec() < _next_look_ms:
		return
	_next_look_ms = Time.get_ticks_msec() + LOOK_EVERY_MS
	_look()
	if not _target.is_empty():
		channel = Channel.new(_target, {"authorization": "Bearer " + _token})
		changed.emit()


## Gives the channel up, for the next look to make one anew: a daemon that has ended may be back elsewhere.
func close(why: String = "") -> void:
	problem = why
	if channel == null:
		return
	channel.close()
	channel = null
	_next_look_ms = Time.get_ticks_msec() + (LOOK_EVERY_MS if not why.is_empty() else 0)
	changed.emit()


func _look() -> void:
	_target = str(_told.get("target", ""))
	_token = str(_told.get("token", ""))
	if not _told.is_empty():
		return
	var found := DaemonAddress.read()
	if found != null:
		_target = found.target
		_token = found.token
	elif problem.is_empty():
		problem = "No daemon runs. The editor's Scenescore dock starts one, or `scenescore serve` does."
