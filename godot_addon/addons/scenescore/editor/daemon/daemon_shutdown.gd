@tool
extends RefCounted
## Shuts the editor's own daemon down: calls it over its channel and closes its standard input. Kills it when neither helps.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Daemon := preload("../../proto/scenescore/v1/daemon.gd")
const _DaemonProcess := preload("daemon_process.gd")

## The process that shuts down.
var process: _DaemonProcess

var _channel: _Channel
var _call: _Call


## Asks the daemon to shut down. [param channel] is null where the daemon doesn't answer yet.
func _init(of: _DaemonProcess, channel: _Channel) -> void:
	process = of
	_channel = channel
	if _channel != null:
		_call = _Daemon.DaemonServiceClient.new(_channel).shutdown(_Daemon.ShutdownRequest.new(), _DaemonProcess.GRACE_S)
	process.stop()


## Does what is due; never blocks.
func poll() -> void:
	if _channel != null:
		_channel.poll()
	process.poll()
	if not process.is_running() and _channel != null:
		_channel.close()


## Finishes where no more frames may follow: waits until the daemon has received the call, at most until
## [param until_ms]. Closing standard input alone is not enough: a running game may have inherited its other end.
func finish(until_ms: int) -> void:
	while _call != null and not _call.is_finished() and process.is_running() and Time.get_ticks_msec() < until_ms:
		poll()
		OS.delay_msec(2)
	var is_received: bool = _call != null and _call.is_finished()
	if _channel != null:
		_channel.close()
	if not is_received:
		process.kill()
		return
	# When only the plugin is turned off, the editor lives on and can check later.
	var leftover: _DaemonProcess = process
	var kill_leftover := func() -> void:
		leftover.poll()
		leftover.kill()
	(Engine.get_main_loop() as SceneTree).create_timer(_DaemonProcess.GRACE_S).timeout.connect(kill_leftover)
