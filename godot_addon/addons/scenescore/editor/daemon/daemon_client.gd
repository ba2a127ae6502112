@tool
extends RefCounted
## The editor's connection to one daemon: its address, the channel, and what the daemon last said about itself.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _Daemon := preload("../../proto/scenescore/v1/daemon.gd")
const _Status := preload("../../rpc/grpc_status.gd")

## The channel is no longer connected.
signal channel_broken()

## The daemon's address; empty while there is no connection.
var target: String = ""
## The token that the daemon expects with each call.
var token: String = ""
## The channel to the daemon; null while there is no connection.
var channel: _Channel = null
## The daemon's last answer to GetInfo; null before the first one.
var info: _Daemon.GetInfoResponse = null

# Closed in the next frame: one of a channel's own signals may have asked for it to be closed.
var _closing: Array[_Channel] = []


## Opens a channel to a daemon.
func open(to_target: String, with_token: String) -> void:
	target = to_target
	token = with_token
	channel = _Channel.new(target, {"authorization": "Bearer " + token})
	channel.state_changed.connect(_on_channel_changed)


## Closes the channel.
func close() -> void:
	var closed: _Channel = detach_channel()
	if closed != null:
		_closing.append(closed)


## Forgets the daemon, and returns the channel to it, still open; null where there is none.
func detach_channel() -> _Channel:
	var detached: _Channel = channel
	if detached != null:
		detached.state_changed.disconnect(_on_channel_changed)
	channel = null
	target = ""
	token = ""
	info = null
	return detached


## Does what is due. Call it each frame; it never blocks.
func poll() -> void:
	close_pending()
	if channel != null:
		channel.poll()


## Closes channels that wait to be closed.
func close_pending() -> void:
	for old: _Channel in _closing:
		old.close()
	_closing.clear()


## Asks the daemon for its information, which is then in [member info]. A coroutine: [code]await[/code] it.
func update_info(deadline_s: float) -> _Status:
	var asked: _Channel = channel
	var call := _Daemon.DaemonServiceClient.new(asked).get_info(_Daemon.GetInfoRequest.new(), deadline_s)
	if not call.is_finished():
		await call.finished
	if call.status.is_ok() and asked == channel:
		info = call.response
	return call.status


func _on_channel_changed(state: _Channel.State) -> void:
	if state != _Channel.State.READY:
		channel_broken.emit()
