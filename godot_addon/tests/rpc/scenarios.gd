extends RefCounted
## Scenarios for a client. Each method is one scenario: it takes the arguments of the command line and returns its result.

const Call := preload("../../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../../addons/scenescore/rpc/grpc_channel.gd")
const RawMessage := preload("raw_message.gd")

const FRAME_BYTES := 19_200
const PATIENCE_S := 180.0

## The channel under test.
var channel: Channel
## The longest time of one poll, in milliseconds.
var longest_poll_ms: float = 0.0
var _received: Array[PackedByteArray] = []


func _init(of: Channel) -> void:
	channel = of


## METHOD REQUEST [DEADLINE_S]: one unary call on any service, and its outcome.
func one(words: PackedStringArray) -> Dictionary:
	var deadline_s: float = float(words[2]) if words.size() > 2 else 0.0
	return _outcome(_finish(_unary(words[0], words[1].to_utf8_buffer(), deadline_s)))


## METHOD REQUEST TIMES: repeats a call, and measures the time of each.
func many(words: PackedStringArray) -> Dictionary:
	var took_ms: PackedFloat64Array = []
	for _time: int in int(words[2]):
		var start_us: int = Time.get_ticks_usec()
		var call: Call = _finish(_unary(words[0], words[1].to_utf8_buffer()))
		if not call.status.is_ok() or (call.response as RawMessage).bytes != words[1].to_utf8_buffer():
			return _outcome(call)
		took_ms.append((Time.get_ticks_usec() - start_us) / 1000.0)
	var sorted: PackedFloat64Array = took_ms.duplicate()
	sorted.sort()
	return {calls = took_ms.size(), median_ms = sorted[sorted.size() / 2], p99_ms = sorted[int(sorted.size() * 0.99)]}


## METHOD REQUEST METHOD REQUEST …: calls that run at the same time.
func together(words: PackedStringArray) -> Dictionary:
	var calls: Array[Call] = []
	for index: int in range(0, words.size(), 2):
		calls.append(_unary(words[index], words[index + 1].to_utf8_buffer()))
	var outcomes: Array[Dictionary] = []
	for call: Call in calls:
		outcomes.append(_outcome(_finish(call)))
	return {outcomes = outcomes}


## METHOD REQUEST METHOD REQUEST …: calls one after the other.
func sequence(words: PackedStringArray) -> Dictionary:
	var outcomes: Array[Dictionary] = []
	for index: int in range(0, words.size(), 2):
		outcomes.append(_outcome(_finish(_unary(words[index], words[index + 1].to_utf8_buffer()))))
	return {outcomes = outcomes}


## METHOD SIZE: sends a request of SIZE bytes.
func upload(words: PackedStringArray) -> Dictionary:
	var content: PackedByteArray = []
	content.resize(int(words[1]))
	content.fill(7)
	return _outcome(_finish(_unary(words[0], content)))


## MESSAGES: numbered messages of a frame's size both ways on one stream.
func chat(words: PackedStringArray) -> Dictionary:
	var wanted: int = int(words[0])
	var call: Call = _listen("/torture.Torture/Chat")
	var sent: int = 0
	var start_ms: int = Time.get_ticks_msec()
	while not call.is_finished() and Time.get_ticks_msec() - start_ms < PATIENCE_S * 1000:
		# As far ahead as a server may be behind: what can't go out yet waits in the client.
		while sent < wanted and sent - _received.size() < 64:
			call.send(RawMessage.new(_numbered(sent)))
			sent += 1
			if sent == wanted:
				call.end_requests()
		_poll()
	var in_order: bool = _received.size() == wanted
	for index: int in _received.size():
		in_order = in_order and _received[index] == _numbered(index)
	var result: Dictionary = _outcome(call)
	result.merge({sent = sent, received = _received.size(), in_order = in_order,
		messages_per_s = sent / maxf(0.001, (Time.get_ticks_msec() - start_ms) / 1000.0)})
	return result


## MESSAGES SIZE PAUSE_S [CANCEL_AFTER]: receives a server's stream, and cancels it after CANCEL_AFTER messages.
func count(words: PackedStringArray) -> Dictionary:
	var call: Call = _listen("/torture.Torture/Count")
	call.send(RawMessage.new(" ".join(words.slice(0, 3)).to_utf8_buffer()))
	call.end_requests()
	while not call.is_finished():
		_poll()
		if words.size() > 3 and _received.size() >= int(words[3]):
			call.cancel()
			_poll()
	var in_order: bool = true
	for index: int in _received.size():
		var bytes: PackedByteArray = _received[index].slice(0, 4)
		bytes.reverse()
		in_order = in_order and bytes.decode_u32(0) == index
	var result: Dictionary = _outcome(call)
	result.merge({received = _received.size(), in_order = in_order})
	# The connection serves on after a cancelled call.
	result["next"] = _outcome(_finish(_unary("/torture.Torture/Echo", "after".to_utf8_buffer())))
	return result


## MESSAGES SIZE: a client's stream.
func add(words: PackedStringArray) -> Dictionary:
	var call: Call = channel.start_call("/torture.Torture/Add", RawMessage)
	var content: PackedByteArray = []
	content.resize(int(words[1]))
	for _message: int in int(words[0]):
		call.send(RawMessage.new(content))
		_poll()
	call.end_requests()
	return _outcome(_finish(call))


## KEY VALUE …: a call with metadata.
func metadata(words: PackedStringArray) -> Dictionary:
	var of_call: Dictionary[String, String] = {}
	for index: int in range(0, words.size(), 2):
		of_call[words[index]] = words[index + 1]
	var call: Call = channel.start_call("/torture.Torture/Metadata", RawMessage, 0.0, of_call)
	call.send(RawMessage.new())
	call.end_requests()
	var result: Dictionary = _outcome(_finish(call))
	result.merge({initial = call.initial_metadata, trailers = call.status.trailers})
	return result


## SECONDS: sends frames to a server that has stopped reading. Nothing may block, and only the newest frames wait.
func deaf(words: PackedStringArray) -> Dictionary:
	var call: Call = channel.start_call("/adverse.Adverse/Deaf", RawMessage)
	call.send(RawMessage.new("first".to_utf8_buffer()))
	var start_ms: int = Time.get_ticks_msec()
	var longest_send_ms: float = 0.0
	var sent: int = 0
	while Time.get_ticks_msec() - start_ms < float(words[0]) * 1000 and not call.is_finished():
		var start_us: int = Time.get_ticks_usec()
		for _burst: int in 20:
			call.send(RawMessage.new(_numbered(sent)), true)
			sent += 1
		longest_send_ms = maxf(longest_send_ms, (Time.get_ticks_usec() - start_us) / 1000.0)
		_poll()
		OS.delay_msec(5)
	var memory: int = OS.get_static_memory_usage()
	var alive: bool = not call.is_finished()
	var dropped: int = call.dropped
	call.cancel()
	var result: Dictionary = _outcome(_finish(call))
	result.merge({alive = alive, sent = sent, dropped = dropped, memory_mb = memory / 1e6,
		longest_send_ms = longest_send_ms, longest_poll_ms = longest_poll_ms})
	return result


## SECONDS: makes a call every 20 ms while the test kills and starts the server, and returns each change of the status.
func persist(words: PackedStringArray) -> Dictionary:
	var outcomes: Array[Dictionary] = []
	var start_ms: int = Time.get_ticks_msec()
	print("persisting")
	while Time.get_ticks_msec() - start_ms < float(words[0]) * 1000:
		var call: Call = _finish(_unary("/torture.Torture/Echo", "on".to_utf8_buffer(), 2.0))
		var at_s: float = (Time.get_ticks_msec() - start_ms) / 1000.0
		if outcomes.is_empty() or outcomes.back().code != call.status.code:
			outcomes.append({code = call.status.code, at_s = at_s, message = call.status.message})
		OS.delay_msec(20)
		_poll()
	return {turns = outcomes, longest_poll_ms = longest_poll_ms}


## METHOD REQUEST: starts a call, prints `begun`, and returns the call's result.
func interrupted(words: PackedStringArray) -> Dictionary:
	var call: Call = _listen(words[0])
	call.send(RawMessage.new(words[1].to_utf8_buffer()))
	call.end_requests()
	var start_ms: int = Time.get_ticks_msec()
	while Time.get_ticks_msec() - start_ms < 500:
		_poll()
	print("begun")
	return _outcome(_finish(call))


func _unary(path: String, content: PackedByteArray, deadline_s: float = 0.0) -> Call:
	var call: Call = channel.start_call(path, RawMessage, deadline_s)
	call.send(RawMessage.new(content))
	call.end_requests()
	return call


func _listen(path: String) -> Call:
	var call: Call = channel.start_call(path, RawMessage)
	_received.clear()
	call.response_received.connect(func(response: RawMessage) -> void: _received.append(response.bytes))
	return call


func _finish(call: Call) -> Call:
	var start_ms: int = Time.get_ticks_msec()
	while not call.is_finished() and Time.get_ticks_msec() - start_ms < PATIENCE_S * 1000:
		_poll()
	return call


func _poll() -> void:
	var start_us: int = Time.get_ticks_usec()
	channel.poll()
	longest_poll_ms = maxf(longest_poll_ms, (Time.get_ticks_usec() - start_us) / 1000.0)


func _numbered(number: int) -> PackedByteArray:
	var content: PackedByteArray = []
	content.resize(FRAME_BYTES)
	content.encode_u32(0, number)
	return content


static func _outcome(call: Call) -> Dictionary:
	if not call.is_finished():
		return {code = -1, message = "not finished after %d s" % PATIENCE_S}
	var response: RawMessage = call.response as RawMessage
	var size: int = response.bytes.size() if response != null else 0
	return {
		code = call.status.code,
		message = call.status.message,
		size = size,
		text = response.bytes.get_string_from_utf8() if size > 0 and size < 1000 else "",
		hash = response.bytes.hex_encode().sha256_text() if size >= 1000 else "",
	}
