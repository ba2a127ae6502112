class_name AnswerLog
extends Node
## Notes each of Scenescore's answers as a line of JSON, with the game's own time, the clock's, and the longest frame since
## the last one.

var _file: FileAccess
var _now_s: Callable
var _frame_us: int = 0
var _longest_us: int = 0


## A log at [param path]; [param now_s] tells the game's time in seconds.
func _init(path: String, now_s: Callable) -> void:
	_now_s = now_s
	_file = FileAccess.open(path, FileAccess.WRITE)
	if _file == null:
		push_error("the answer log %s can't be written: %s" % [path, error_string(FileAccess.get_open_error())])


func _enter_tree() -> void:
	Scenescore.match_updated.connect(_note)


func _exit_tree() -> void:
	Scenescore.match_updated.disconnect(_note)


func _process(_delta: float) -> void:
	var now_us: int = Time.get_ticks_usec()
	if _frame_us > 0:
		_longest_us = maxi(_longest_us, now_us - _frame_us)
	_frame_us = now_us


func _note(matches: Array[ScenescoreMatch]) -> void:
	if _file == null:
		return
	var top: Array[Dictionary] = []
	for found: ScenescoreMatch in matches:
		top.append({"track": found.file.get_file(), "title": found.title, "distance": found.distance, "fit": found.fit})
	var steady: ScenescoreMatch = Scenescore.steady_match
	var entry: Dictionary[String, Variant] = {
		"time_s": snappedf(_now_s.call() as float, 0.001), "top": top, "answer_ms": snappedf(Scenescore.answer_delay_ms, 0.01),
		"steady": steady != null and not matches.is_empty() and steady.track == matches[0].track,
	}
	entry["unix_s"] = snappedf(Time.get_unix_time_from_system(), 0.001)
	entry["longest_frame_ms"] = _longest_us / 1000.0
	_longest_us = 0
	_file.store_line(JSON.stringify(entry))
	_file.flush()
