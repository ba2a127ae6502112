extends "test_case.gd"
## A game's reaction to the editor's messages. Tests with a real editor check that they arrive.

const EditorLink := preload("../addons/scenescore/runtime/editor_link.gd")

var _link := EditorLink.new("1.2.3")
var _heard: Array[Array] = []


func before_each() -> void:
	_link.daemon_received.connect(func(daemon: Dictionary) -> void: _heard.append(["daemon", daemon]))
	_link.pause_received.connect(func(is_paused: bool) -> void: _heard.append(["pause", is_paused]))
	_link.cues_changed.connect(func() -> void: _heard.append(["cues_changed"]))


func test_each_message_emits_its_signal() -> void:
	var daemon: Dictionary = {"target": "127.0.0.1:1", "token": "t", "model": ""}
	check(not _link.is_welcomed, "nobody has answered yet")
	_hear("welcome", [daemon])
	check(_link.is_welcomed, "the editor has answered")
	_hear("daemon", [{"target": ""}])
	_hear("pause", [true])
	_hear("cues_changed", [])
	var expected: Array[Array] = [["daemon", daemon], ["daemon", {"target": ""}], ["pause", true], ["cues_changed"]]
	equal(_heard, expected)


func test_the_editors_prefix_may_come_with_the_message() -> void:
	_hear("scenescore:pause", [false])
	var expected: Array[Array] = [["pause", false]]
	equal(_heard, expected)


func test_messages_of_other_versions_are_ignored() -> void:
	for message: Array in [["welcome", []], ["daemon", ["x"]], ["pause", []], ["pause", [1]], ["pause", [true, 1]], ["new", [1]]]:
		_hear(message[0] as String, message[1] as Array)
	equal(_heard, [] as Array[Array])
	check(not _link.is_welcomed, "that was no answer")


func test_nothing_is_sent_without_an_editor() -> void:
	_link.open()
	_link.poll()
	_link.send("state", ["off", ""])
	_link.close()
	check(not _link.is_welcomed, "there is no editor")


func _hear(message: String, data: Array) -> void:
	check(_link.call(&"_capture", message, data) as bool, "%s is the addon's" % message)
