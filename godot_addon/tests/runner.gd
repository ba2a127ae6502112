extends SceneTree
## Runs the tests of this project on the real engine:
## `godot --headless --path PROJECT -s res://tests/runner.gd -- [--dir res://tests] [--only FILTER] [--timeout SECONDS]`.
##
## Loads each `test_*.gd` of the folder and runs its methods `test_*` (see test_case.gd). FILTER is a part of a file's name, of
## a method's as `::METHOD`, or both as `FILE::METHOD`. Prints one line for each test. Exits with 1 if a test failed, timed out,
## checked nothing, logged an error or a warning, or could not be loaded, or if there was no test to run.

const ErrorLog := preload("error_log.gd")
const TestCase := preload("test_case.gd")
## How long a stuck main thread may exceed a test's timeout before the process is killed.
const GRACE_S: float = 5.0


## A running test. A test that never ends must not end the next one.
class Run:
	extends RefCounted
	## Whether the test has ended.
	var has_ended: bool = false


var _folder: String = "res://tests"
var _file_filter: String = ""
var _method_filter: String = ""
var _timeout_s: float = 60.0
var _errors := ErrorLog.new()
var _passed: int = 0
var _failed: int = 0
var _watch := Thread.new()
var _lock := Mutex.new()
# Shared with the watching thread, under the lock.
var _running: String = ""
var _deadline_ms: int = 0


func _initialize() -> void:
	OS.add_logger(_errors)
	if not _read_options(OS.get_cmdline_user_args()):
		quit(2)
		return
	_set_watch("the start")
	_watch.start(_watch_main_thread)
	_run_all()


func _finalize() -> void:
	_set_watch("")
	if _watch.is_started():
		_watch.wait_to_finish()
	OS.remove_logger(_errors)


func _read_options(arguments: PackedStringArray) -> bool:
	var i: int = 0
	while i < arguments.size():
		var value: String = arguments[i + 1] if i + 1 < arguments.size() else ""
		match arguments[i]:
			"--dir" when not value.is_empty():
				_folder = value
			"--only" when not value.is_empty():
				_file_filter = value.get_slice("::", 0)
				_method_filter = value.get_slice("::", 1) if value.contains("::") else ""
			"--timeout" when value.is_valid_float():
				_timeout_s = value.to_float()
			_:
				printerr("%s: not an option with its value; they are --dir, --only and --timeout" % arguments[i])
				return false
		i += 2
	return true


func _run_all() -> void:
	# Before the first frame the root is not in the tree yet.
	await process_frame
	_end_test("the start", _errors.drain())
	for file: String in DirAccess.get_files_at(_folder):
		if file.begins_with("test_") and file.ends_with(".gd") and file != "test_case.gd" and _fits(file, _file_filter):
			await _run_file(file)
	if _passed + _failed == 0:
		_end_test(_folder, ["no test is there that matches '%s::%s'" % [_file_filter, _method_filter]])
	print("%d passed, %d failed" % [_passed, _failed])
	quit(1 if _failed > 0 else 0)


func _run_file(file: String) -> void:
	_set_watch(file)
	var script: GDScript = load(_folder.path_join(file)) as GDScript
	var problems: PackedStringArray = _errors.drain()
	if script == null or not script.can_instantiate():
		problems.append("can't be loaded")
	elif not _is_test_case(script):
		problems.append("does not extend test_case.gd")
	var methods := PackedStringArray()
	if problems.is_empty():
		for method: Dictionary in script.get_script_method_list():
			var name: String = method["name"]
			if name.begins_with("test_") and name not in methods:
				methods.append(name)
		if methods.is_empty():
			problems.append("has no method test_*")
	if not problems.is_empty():
		_end_test(file, problems)
	for method: String in methods:
		if _fits(method, _method_filter):
			await _run_test(script, method, "%s::%s" % [file, method])


func _fits(name: String, filter: String) -> bool:
	return filter.is_empty() or name.contains(filter)


func _is_test_case(script: Script) -> bool:
	return script == TestCase or (script.get_base_script() != null and _is_test_case(script.get_base_script()))


func _run_test(script: GDScript, method: String, name: String) -> void:
	_set_watch(name)
	var start_ms: int = Time.get_ticks_msec()
	var case: TestCase = script.new()
	root.add_child(case)
	var run := Run.new()
	_run_steps(case, method, run)
	while not run.has_ended and Time.get_ticks_msec() - start_ms < _timeout_s * 1000.0:
		await process_frame
	var problems: PackedStringArray = case.failures
	if not run.has_ended:
		problems.append("did not end within %s s" % _timeout_s)
	elif case.checks == 0:
		problems.append("checks nothing")
	var allowed: PackedStringArray = case.allowed_errors
	case.free()
	# Objects that are freed at the end of the frame may log errors, too.
	await process_frame
	for error: String in _errors.drain():
		if not Array(allowed).any(error.contains):
			problems.append(error)
	if problems.is_empty():
		_passed += 1
		print("ok   %s (%d ms)" % [name, Time.get_ticks_msec() - start_ms])
	_end_test(name, problems)


func _run_steps(case: TestCase, method: String, run: Run) -> void:
	for step: String in ["before_each", method, "after_each"]:
		if case.has_method(step):
			await case.call(step)
	run.has_ended = true


func _end_test(name: String, problems: PackedStringArray) -> void:
	if not problems.is_empty():
		_failed += 1
		print("FAIL %s\n       %s" % [name, "\n       ".join(problems)])


# Nothing else can end a test that blocks the main thread.
func _watch_main_thread() -> void:
	while true:
		OS.delay_msec(50)
		_lock.lock()
		var running: String = _running
		var late: bool = Time.get_ticks_msec() > _deadline_ms
		_lock.unlock()
		if running.is_empty():
			return
		if late:
			print("FAIL %s\n       did not end within %s s and holds the main thread: the run ends here" % [running, _timeout_s])
			OS.kill(OS.get_process_id())


func _set_watch(running: String) -> void:
	_lock.lock()
	_running = running
	_deadline_ms = Time.get_ticks_msec() + int((_timeout_s + GRACE_S) * 1000.0)
	_lock.unlock()
