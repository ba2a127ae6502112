extends Node
## A file of tests: each method `test_*` is one test and gets an instance of its own, which is in the scene tree while it
## runs and is freed with its children afterwards.
##
## `before_each` and `after_each` run around each test when a file has them. All three may await. A test must check something.

## How often this test has checked something.
var checks: int = 0
## What was not as it should be, a line each.
var failures := PackedStringArray()
## Parts of the errors and warnings that this test provokes on purpose; see [method allow_errors].
var allowed_errors := PackedStringArray()


## Notes a failure unless [param condition] holds; [param text] says what should hold.
func check(condition: bool, text: String) -> void:
	checks += 1
	if not condition:
		failures.append("%s (%s)" % [text, _caller()])


## Notes a failure unless both are the same: of types that compare, and equal, arrays and dictionaries by their contents.
func equal(got: Variant, expected: Variant, text: String = "should be equal") -> void:
	checks += 1
	if not _same(got, expected):
		failures.append("%s: got %s, expected %s (%s)" % [text, var_to_str(got), var_to_str(expected), _caller()])


## Notes a failure unless the number is at most [param tolerance] away from [param expected].
func near(got: float, expected: float, tolerance: float, text: String = "should be near") -> void:
	checks += 1
	# Written so that NaN fails.
	if not absf(got - expected) <= tolerance:
		failures.append("%s: got %s, expected %s ± %s (%s)" % [text, got, expected, tolerance, _caller()])


## Lets this test cause errors and warnings that contain [param part]; all others fail it.
func allow_errors(part: String) -> void:
	allowed_errors.append(part)


## Waits frame by frame until [param condition] returns true, at most [param seconds], and returns whether it did.
func wait_until(condition: Callable, seconds: float = 5.0) -> bool:
	var end_ms: int = Time.get_ticks_msec() + int(seconds * 1000.0)
	while not condition.call():
		if Time.get_ticks_msec() > end_ms:
			return false
		await get_tree().process_frame
	return true


func _same(one: Variant, other: Variant) -> bool:
	const NUMBERS: Array[int] = [TYPE_INT, TYPE_FLOAT]
	const WORDS: Array[int] = [TYPE_STRING, TYPE_STRING_NAME]
	if typeof(one) != typeof(other):
		# `==` on types that don't compare would be a script error.
		for kin: Array[int] in [NUMBERS, WORDS]:
			if typeof(one) in kin and typeof(other) in kin:
				return one == other
		return false
	return one == other


func _caller() -> String:
	for backtrace: ScriptBacktrace in Engine.capture_script_backtraces():
		for i: int in backtrace.get_frame_count():
			if not backtrace.get_frame_file(i).ends_with("/test_case.gd"):
				return "%s:%d" % [backtrace.get_frame_file(i).get_file(), backtrace.get_frame_line(i)]
	return "line unknown"
