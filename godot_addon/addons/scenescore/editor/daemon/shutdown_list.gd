@tool
extends RefCounted
## The own daemons that are shutting down.

const _Channel := preload("../../rpc/grpc_channel.gd")
const _DaemonProcess := preload("daemon_process.gd")
const _DaemonShutdown := preload("daemon_shutdown.gd")

var _shutdowns: Array[_DaemonShutdown] = []


## Begins to shut a daemon down. [param channel] is null where the daemon doesn't answer yet.
func add(process: _DaemonProcess, channel: _Channel) -> void:
	_shutdowns.append(_DaemonShutdown.new(process, channel))


## Does what is due; never blocks.
func poll() -> void:
	if _shutdowns.is_empty():
		return
	for shutdown: _DaemonShutdown in _shutdowns:
		shutdown.poll()
	_shutdowns = _shutdowns.filter(func(shutdown: _DaemonShutdown) -> bool: return shutdown.process.is_running())


## Finishes all where no more frames may follow; see [code]daemon_shutdown.gd[/code].
func finish(until_ms: int) -> void:
	for shutdown: _DaemonShutdown in _shutdowns:
		shutdown.finish(until_ms)
	_shutdowns.clear()


## Whether the daemon with this process id is one of them.
func has_pid(pid: int) -> bool:
	return _shutdowns.any(func(shutdown: _DaemonShutdown) -> bool: return shutdown.process.ready.get("pid", 0) == pid)
