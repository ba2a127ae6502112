extends SceneTree
## Runs scenarios of the client against a server, for the tests that compare the outcomes with other clients'.
##
## `godot --headless -s res://tests/rpc/driver.gd -- TARGET SCENARIO [ARGUMENT…]` runs one and prints `result {…}`.
## With `-- --port=PORT` it connects to that port of 127.0.0.1 and runs one scenario for each line of JSON,
## `[TARGET, SCENARIO, ARGUMENT…]`, which it answers with a line of JSON.

const Call := preload("../../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../../addons/scenescore/rpc/grpc_channel.gd")
const RawMessage := preload("raw_message.gd")
const Scenarios := preload("scenarios.gd")


func _initialize() -> void:
	var arguments: PackedStringArray = OS.get_cmdline_user_args()
	if arguments[0].begins_with("--port="):
		_run_lines(arguments[0].trim_prefix("--port=").to_int())
	else:
		print("result ", JSON.stringify(_run(arguments)))
	quit()


# Not once a frame: some scenarios measure how long a call takes.
func _run(words: PackedStringArray) -> Dictionary:
	var scenarios: Scenarios = Scenarios.new(Channel.new(words[0]))
	var result: Dictionary = scenarios.call(words[1], words.slice(2))
	scenarios.channel.close()
	return result


func _run_lines(port: int) -> void:
	var stream := StreamPeerTCP.new()
	stream.connect_to_host("127.0.0.1", port)
	var received: String = ""
	while stream.poll() == OK and stream.get_status() != StreamPeerTCP.STATUS_NONE:
		if stream.get_status() == StreamPeerTCP.STATUS_CONNECTED and stream.get_available_bytes() > 0:
			received += stream.get_utf8_string(stream.get_available_bytes())
		while received.contains("\n"):
			var line: String = received.get_slice("\n", 0)
			received = received.substr(line.length() + 1)
			var words: PackedStringArray = JSON.parse_string(line)
			stream.put_data((JSON.stringify(_run(words)) + "\n").to_utf8_buffer())
		OS.delay_msec(1)
