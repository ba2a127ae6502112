@tool
extends RefCounted
## One daemon that this editor has started: its process, what it says, and its end.
##
## Call [method poll] each frame. The daemon ends with the pipe to its standard input, which it holds from here, and with
## this editor's process, whose id it is told: so none is left behind, however the editor ends.

const _PipeLineReader := preload("pipe_line_reader.gd")

## It answers: what its ready line says, [code]{pid, address, token_file, version, …}[/code].
signal ready_line(ready: Dictionary)
## It has ended, or was given up; [param code] is its exit code, -1 where there is none.
signal ended(code: int)

## Last lines that are kept of what it writes to standard error.
const LAST_WORDS: int = 20
## Seconds that it gets to end by itself before it is killed.
const GRACE_S: float = 5.0
const OWNER_VARIABLE: String = "SCENESCORE_OWNER_PID"

## Its process id, or that of what launches it, such as [code]uvx[/code]; 0 when nothing runs.
var pid: int = 0
## What its ready line says; empty before.
var ready: Dictionary = {}
## Its last lines on standard error, oldest first.
var last_words := PackedStringArray()

var _output: _PipeLineReader = null
var _errors: _PipeLineReader = null
var _silence_ms: int = 0
var _late_ms: int = 0
var _kill_ms: int = 0
# Alive while the process is being started.
var _starter: Thread = null
var _variables_before: Dictionary[String, String] = {}


## Starts the command's program with further arguments. Before its ready line it may be silent for [param silence_s], 0 for as long
## as it likes.
func start(command: PackedStringArray, arguments: PackedStringArray, silence_s: float) -> void:
	_silence_ms = int(silence_s * 1000.0)
	_set_variables()
	# Copying a large editor's process takes tens of milliseconds.
	_starter = Thread.new()
	_starter.start(OS.execute_with_pipe.bind(command[0], command.slice(1) + arguments, false))


## Whether a process is there.
func is_running() -> bool:
	return pid != 0 or _starter != null


## Whether it is about to end because it was told to.
func is_stopping() -> bool:
	return _kill_ms != 0


## Reads what it says, and notices its end. Never blocks.
func poll() -> void:
	if _starter != null and not _starter.is_alive():
		_take_start()
	if pid == 0:
		return
	_hear()
	if not OS.is_process_running(pid):
		_hear()
		_note(_errors.take_rest())
		_forget(OS.get_process_exit_code(pid))
	elif _kill_ms != 0 and Time.get_ticks_msec() > _kill_ms:
		kill()
	elif _silence_ms != 0 and ready.is_empty() and Time.get_ticks_msec() > _late_ms:
		_note("It was silent for %d s before it was ready, and was ended." % roundi(_silence_ms / 1000.0))
		kill()


## Lets go of its standard input, which makes it end; it is killed when it hasn't after [constant GRACE_S].
func stop() -> void:
	_take_start()
	if pid != 0 and _kill_ms == 0:
		_kill_ms = Time.get_ticks_msec() + int(GRACE_S * 1000.0)
		_output.close()


## Ends it at once.
func kill() -> void:
	_take_start()
	if pid == 0:
		return
	# What it was launched by doesn't pass its own end on.
	var own: int = ready.get("pid", pid)
	if own != pid:
		OS.kill(own)
	OS.kill(pid)
	_forget(-1)


## Returns its last words, one string.
func words() -> String:
	return "\n".join(last_words).strip_edges()


func _hear() -> void:
	for line: String in _errors.read():
		_note(line)
	for line: String in _output.read():
		if ready.is_empty() and line.begins_with("{"):
			_take_ready(line)


func _take_ready(line: String) -> void:
	var json := JSON.new()
	if json.parse(line) != OK or not json.data is Dictionary:
		return
	var said: Variant = (json.data as Dictionary).get("ready")
	if not said is Dictionary:
		return
	for key: String in ["pid", "address", "token_file", "version"]:
		if not (said as Dictionary).has(key):
			return
	ready = said
	ready["pid"] = int(ready["pid"])
	ready_line.emit(ready)


func _note(line: String) -> void:
	if line.strip_edges().is_empty():
		return
	_late_ms = Time.get_ticks_msec() + _silence_ms
	last_words.append(line)
	if last_words.size() > LAST_WORDS:
		last_words = last_words.slice(-LAST_WORDS)


func _forget(code: int) -> void:
	pid = 0
	_output.close()
	_errors.close()
	ended.emit(code)


# Its pipes, once it is started.
func _take_start() -> void:
	if _starter == null:
		return
	var pipes: Dictionary = _starter.wait_to_finish()
	_starter = null
	_restore_variables()
	if pipes.is_empty():
		_note("It can't be started.")
		ended.emit(-1)
		return
	pid = pipes["pid"]
	_output = _PipeLineReader.new(pipes["stdio"])
	_errors = _PipeLineReader.new(pipes["stderr"])
	_late_ms = Time.get_ticks_msec() + _silence_ms


# A child's variables are the editor's own.
func _set_variables() -> void:
	var variables: Dictionary[String, String] = {
		OWNER_VARIABLE: str(OS.get_process_id()),
		# Else Python on Windows would write the console's code page.
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
