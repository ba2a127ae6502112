extends SceneTree
## Runs one scenario of the client against a server and prints `result {…}`, for the tests that compare it with others:
## `godot --headless -s res://tests/rpc/driver.gd -- TARGET SCENARIO [ARGUMENT…]`.

const Call := preload("../../addons/scenescore/rpc/grpc_call.gd")
const Channel := preload("../../addons/scenescore/rpc/grpc_channel.gd")
const RawMessage := preload("raw_message.gd")
const Scenarios := preload("scenarios.gd")


func _initialize() -> void:
	var arguments: PackedStringArray = OS.get_cmdline_user_args()
	var scenarios: Scenarios = Scenarios.new(Channel.new(arguments[0]))
	# Not in a frame's rhythm: how long a call takes is measured here, too.
	var result: Dictionary = scenarios.call(arguments[1], arguments.slice(2))
	print("result ", JSON.stringify(result))
	scenarios.channel.close()
	quit()
