extends "test_case.gd"
## The daemon's process: its ready line, its output and its end, with real shell processes.

const DaemonProcess := preload("../addons/scenescore/editor/daemon/daemon_process.gd")
const PipeLineReader := preload("../addons/scenescore/editor/daemon/pipe_line_reader.gd")
## Prints a ready line, as the daemon does.
const SAY_READY: String = (
	'printf \'{"ready": {"pid": %d, "port": 1, "address": "127.0.0.1:1", "addresses": ["127.0.0.1:1"], "token_file": "/t",'
	+ ' "version": "0.1.0", "tls": false}}\\n\' $$'
)

var _process := DaemonProcess.new()
var _codes: PackedInt32Array = []


func before_each() -> void:
	_process.ended.connect(func(code: int) -> void: _codes.append(code))


func after_each() -> void:
	_process.kill()


func test_the_ready_line_is_found_among_other_lines() -> void:
	_run("echo loading; echo '{\"other\": 1}'; %s; cat" % SAY_READY)
	check(await _until(func() -> bool: return not _process.ready.is_empty()), "ready")
	equal(_process.ready["address"], "127.0.0.1:1")
	equal(_process.ready["version"], "0.1.0")
	equal(_codes.size(), 0, "still there")


func test_the_process_gets_the_editors_id_and_the_editors_variables_stay() -> void:
	var before: String = OS.get_environment("PYTHONIOENCODING")
	_run("echo owner $SCENESCORE_OWNER_PID >&2")
	check(await _until(func() -> bool: return not _codes.is_empty()), "ended")
	equal(_process.last_output(), "owner %d" % OS.get_process_id())
	equal(OS.get_environment("SCENESCORE_OWNER_PID"), "")
	equal(OS.get_environment("PYTHONIOENCODING"), before)


func test_the_last_lines_and_the_exit_code_are_kept() -> void:
	_run("for i in $(seq 1 50); do echo line $i >&2; done; printf 'ValueError: no end' >&2; exit 3")
	check(await _until(func() -> bool: return not _codes.is_empty()), "ended")
	equal(_codes[0], 3)
	equal(_process.last_lines.size(), DaemonProcess.LAST_LINES)
	equal(_process.last_lines[-1], "ValueError: no end")


func test_much_output_blocks_neither_side() -> void:
	_run("head -c 3000000 /dev/zero | tr '\\0' 'x'; head -c 3000000 /dev/zero | tr '\\0' 'y' >&2; echo >&2; echo done >&2")
	var longest_ms: int = 0
	var end_ms: int = Time.get_ticks_msec() + 20000
	while _codes.is_empty() and Time.get_ticks_msec() < end_ms:
		var start_ms: int = Time.get_ticks_msec()
		_process.poll()
		longest_ms = maxi(longest_ms, Time.get_ticks_msec() - start_ms)
		await get_tree().process_frame
	equal(_codes, PackedInt32Array([0]))
	check(_process.last_lines[-1].ends_with("done"), "read to the end")
	print("     longest poll while 6 MB come: %d ms" % longest_ms)


func test_a_silent_start_is_ended() -> void:
	_process.start(["/bin/sh"], ["-c", "echo starting >&2; sleep 30"], 0.3)
	check(await _until(func() -> bool: return not _codes.is_empty()), "ended")
	check(_process.last_output().begins_with("starting\n"), "what it said is kept")
	check(_process.last_output().contains("printed nothing"), "and why it was ended")


func test_a_start_with_output_may_take_longer() -> void:
	_process.start(["/bin/sh"], ["-c", "for i in 1 2 3 4 5 6; do echo $i >&2; sleep 0.15; done; %s; cat" % SAY_READY], 0.5)
	check(await _until(func() -> bool: return not _process.ready.is_empty()), "ready after 0.9 s")


func test_a_process_ends_with_its_standard_input() -> void:
	_run("cat >/dev/null; exit 7")
	await get_tree().create_timer(0.1).timeout
	_process.stop()
	check(_process.is_stopping(), "stopping")
	check(await _until(func() -> bool: return not _codes.is_empty()), "ended")
	equal(_codes[0], 7)
	check(not _process.is_running(), "gone")


func test_a_process_that_does_not_end_is_killed_after_the_grace_period() -> void:
	_run("trap '' HUP; while :; do sleep 0.2; done")
	await get_tree().create_timer(0.1).timeout
	var pid: int = _process.pid
	_process.stop()
	var start_ms: int = Time.get_ticks_msec()
	check(await _until(func() -> bool: return not _codes.is_empty(), 8.0), "ended")
	check(Time.get_ticks_msec() - start_ms >= int(DaemonProcess.GRACE_S * 1000.0), "it had its grace")
	check(not DirAccess.dir_exists_absolute("/proc/%d" % pid), "gone")


func test_a_launcher_is_killed_with_its_daemon() -> void:
	OS.set_environment("SAY_READY", SAY_READY)
	_run("sh -c \"$SAY_READY; exec sleep 60\" & wait")
	check(await _until(func() -> bool: return not _process.ready.is_empty()), "ready")
	var own: int = _process.ready["pid"]
	check(own != _process.pid, "launched by another")
	_process.kill()
	check(await wait_until(func() -> bool: return not _is_alive(own)), "gone")


func test_a_missing_program_ends_with_a_code() -> void:
	_process.start(["/nowhere/scenescore"], ["serve"], 5.0)
	check(await _until(func() -> bool: return not _codes.is_empty()), "ended")
	check(_codes[0] != 0, "not 0")


func test_output_that_is_not_utf8_is_read() -> void:
	equal(PipeLineReader.text_of("größer €\r".to_utf8_buffer()), "größer €")
	equal(PipeLineReader.text_of(PackedByteArray([0x67, 0x72, 0xf6, 0xdf, 0x65, 0x72])), "größer")
	equal(PipeLineReader.text_of(PackedByteArray([0xe2, 0x82])), "â\u0082")


func _run(script: String) -> void:
	_process.start(["/bin/sh"], ["-c", script], 20.0)


func _until(condition: Callable, seconds: float = 10.0) -> bool:
	return await wait_until(
		func() -> bool:
			_process.poll()
			return condition.call(),
		seconds
	)


func _is_alive(pid: int) -> bool:
	var stat: String = FileAccess.get_file_as_string("/proc/%d/stat" % pid) if FileAccess.file_exists("/proc/%d/stat" % pid) else ""
	return not stat.is_empty() and not stat.contains(") Z ")
