extends Node
## The base of test files. Each method `test_*` is one test. It gets its own instance, which is in the scene tree during the
## test and is freed with its children afterwards.
##
## `before_each` and `after_each` run around each test when a file has them. All three may await. A test must check something.

## The number of checks of this test.
var checks: int = 0
## The failed checks, one a line.
var failures := PackedStringArray()
## Parts of the errors and warnings that this test expects; see [method allow_errors].
var allowed_errors := PackedStringArray()


## Records a failure unless [param condition] is true; [param text] says what should be true.
func check(condition: bool, text: String) -> void:
	checks += 1
	if not condition:
		failures.append("%s (%s)" % [text, _caller()])


## Records a failure unless both are equal and of comparable types. Arrays and dictionaries are compared by content.
func equal(got: Variant, expected: Variant, text: String = "should be equal") -> void:
	checks += 1
	if not _same(got, expected):
		failures.append("%s: got %s, expected %s (%s)" % [text, var_to_str(got), var_to_str(expected), _caller()])


## Records a failure unless the number is within [param tolerance] of [param expected].
func near(got: float, expected: float, tolerance: float, text: String = "should be near") -> void:
	checks += 1
	# This form fails for NaN.
	if not absf(got - expected) <= tolerance:
		failures.append("%s: got %s, expected %s ± %s (%s)" % [text, got, expected, tolerance, _caller()])


## Allows errors and warnings that contain [param part]; others fail the test.
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
		# `==` of other types would be a script error.
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
