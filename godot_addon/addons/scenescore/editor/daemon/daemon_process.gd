@tool
extends RefCounted
## The process of a daemon that this editor has started: its start, its output, and its end.
##
## Call [method poll] each frame. The daemon ends when its standard input closes, which the editor holds, and when the
## editor's process ends, whose id it is given. So no daemon is left behind, however the editor ends.

const _PipeLineReader := preload("pipe_line_reader.gd")

## The daemon has printed its ready line, [code]{pid, address, token_file, version, …}[/code].
signal ready_line(ready: Dictionary)
## The process has ended or was killed; [param code] is its exit code, -1 where there is none.
signal ended(code: int)

## How many lines of standard error are kept.
const LAST_LINES: int = 20
## How long the daemon has to end by itself before it is killed.
const GRACE_S: float = 5.0
## The variable that tells the daemon the editor's process id.
const OWNER_VARIABLE: String = "SCENESCORE_OWNER_PID"

## The process id of the daemon, or of its launcher, such as [code]uv run[/code]; 0 when nothing runs.
var pid: int = 0
## The ready line; empty before it.
var ready: Dictionary = {}
## The last lines of standard error, oldest first.
var last_lines := PackedStringArray()

var _output: _PipeLineReader = null
var _errors: _PipeLineReader = null
var _max_silence_ms: int = 0
# When a daemon that has printed nothing more counts as stuck.
var _stuck_at_ms: int = 0
var _kill_at_ms: int = 0
# Not null while the process is being started.
var _starter: Thread = null
var _variables_before: Dictionary[String, String] = {}


## Starts the command's program with further arguments. Before its ready line the program may print nothing for
## [param max_silence_s]; 0 means no limit.
func start(command: PackedStringArray, arguments: PackedStringArray, max_silence_s: float) -> void:
	_max_silence_ms = int(max_silence_s * 1000.0)
	_set_variables()
	# On a thread: forking a large editor's process takes tens of milliseconds.
	_starter = Thread.new()
	_starter.start(OS.execute_with_pipe.bind(command[0], command.slice(1) + arguments, false))


## Whether the process runs or is being started.
func is_running() -> bool:
	return pid != 0 or _starter != null


## Whether the process was told to end.
func is_stopping() -> bool:
	return _kill_at_ms != 0


## Reads the output, and notices the end. Never blocks.
func poll() -> void:
	if _starter != null and not _starter.is_alive():
		_finish_start()
	if pid == 0:
		return
	_read_output()
	if not OS.is_process_running(pid):
		_read_output()
		_add_line(_errors.drain())
		_end(OS.get_process_exit_code(pid))
	elif _kill_at_ms != 0 and Time.get_ticks_msec() > _kill_at_ms:
		kill()
	elif _max_silence_ms != 0 and ready.is_empty() and Time.get_ticks_msec() > _stuck_at_ms:
		_add_line("It printed nothing for %d s before it was ready, and was ended." % roundi(_max_silence_ms / 1000.0))
		kill()


## Closes the daemon's standard input, which makes it end. It is killed if it still runs after [constant GRACE_S].
func stop() -> void:
	_finish_start()
	if pid != 0 and _kill_at_ms == 0:
		_kill_at_ms = Time.get_ticks_msec() + int(GRACE_S * 1000.0)
		_output.close()


## Kills the process.
func kill() -> void:
	_finish_start()
	if pid == 0:
		return
	# A launcher doesn't pass the signal on to the daemon.
	var daemon_pid: int = ready.get("pid", pid)
	if daemon_pid != pid:
		OS.kill(daemon_pid)
	OS.kill(pid)
	_end(-1)


## Returns the last lines of standard error as one string.
func last_output() -> String:
	return "\n".join(last_lines).strip_edges()


func _read_output() -> void:
	for line: String in _errors.read():
		_add_line(line)
	for line: String in _output.read():
		if ready.is_empty() and line.begins_with("{"):
			_parse_ready_line(line)


func _parse_ready_line(line: String) -> void:
	var json := JSON.new()
	if json.parse(line) != OK or not json.data is Dictionary:
		return
	var parsed: Variant = (json.data as Dictionary).get("ready")
	if not parsed is Dictionary:
		return
	for key: String in ["pid", "address", "token_file", "version"]:
		if not (parsed as Dictionary).has(key):
			return
	ready = parsed
	ready["pid"] = int(ready["pid"])
	ready_line.emit(ready)


func _add_line(line: String) -> void:
	if line.strip_edges().is_empty():
		return
	_stuck_at_ms = Time.get_ticks_msec() + _max_silence_ms
	last_lines.append(line)
	if last_lines.size() > LAST_LINES:
		last_lines = last_lines.slice(-LAST_LINES)


func _end(code: int) -> void:
	pid = 0
	_output.close()
	_errors.close()
	ended.emit(code)


# Takes the pipes of a process that has been started; waits for the start where it is still under way.
func _finish_start() -> void:
	if _starter == null:
		return
	var pipes: Dictionary = _starter.wait_to_finish()
	_starter = null
	_restore_variables()
	if pipes.is_empty():
		_add_line("It can't be started.")
		ended.emit(-1)
		return
	pid = pipes["pid"]
	_output = _PipeLineReader.new(pipes["stdio"])
	_errors = _PipeLineReader.new(pipes["stderr"])
	_stuck_at_ms = Time.get_ticks_msec() + _max_silence_ms


# A child process inherits the editor's variables; there is no other way to give it some.
func _set_variables() -> void:
	var variables: Dictionary[String, String] = {
		OWNER_VARIABLE: str(OS.get_process_id()),
		# On Windows Python would otherwise write the console's code page.
		"PYTHONIOENCODING": "utf-8:backslashreplace",
		"PYTHONUNBUFFERED": "1",
	}
	for name: String in variables:
		_variables_before[name] = OS.get_environment(name)
		OS.set_environment(name, variables[name])


func _restore_variables() -> void:
	for name: String in _variables_before:
		if _variables_before[name].is_empty():
			OS.unset_environment(name)
		else:
			OS.set_environment(name, _variables_before[name])
	_variables_before.clear()
