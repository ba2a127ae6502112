@tool
extends RefCounted
## The end of an own daemon: it is told over its channel and by the end of its standard input, and killed when neither helps.

const _Call := preload("../../rpc/grpc_call.gd")
const _Channel := preload("../../rpc/grpc_channel.gd")
const _Daemon := preload("../../proto/scenescore/v1/daemon.gd")
const _DaemonProcess := preload("daemon_process.gd")

## The process that is to end.
var process: _DaemonProcess

var _channel: _Channel
var _call: _Call


## Tells it; [param channel] is null where it doesn't answer yet.
func _init(of: _DaemonProcess, channel: _Channel) -> void:
	process = of
	_channel = channel
	if _channel != null:
		_call = _Daemon.DaemonServiceClient.new(_channel).shutdown(_Daemon.ShutdownRequest.new(), _DaemonProcess.GRACE_S)
	process.stop()


## Goes on; never blocks.
func poll() -> void:
	if _channel != null:
		_channel.poll()
	process.poll()
	if not process.is_running() and _channel != null:
		_channel.close()


## Makes an end where no more frames may come: waits until it is heard, at most until [param until_ms]. A game that runs
## may hold the pipe to the daemon's standard input open, so that its end alone would not be noticed.
func finish(until_ms: int) -> void:
	while _call != null and not _call.is_finished() and process.is_running() and Time.get_ticks_msec() < until_ms:
		poll()
		OS.delay_msec(2)
	var is_heard: bool = _call != null and _call.is_finished()
	if _channel != null:
		_channel.close()
	if not is_heard:
		process.kill()
		return
	# The plugin may be turned off while the editor lives on.
	var leftover: _DaemonProcess = process
	var end := func() -> void:
		leftover.poll()
		leftover.kill()
	(Engine.get_main_loop() as SceneTree).create_timer(_DaemonProcess.GRACE_S).timeout.connect(end)
