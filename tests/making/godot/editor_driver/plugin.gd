@tool
extends EditorPlugin
## Lets a test drive the editor: answers lines of JSON on the port of 127.0.0.1 that the user argument `--drive=PORT` names.
##
## `{"get": [PROPERTY…]}` and `{"call": METHOD, "with": […]}` are the editor session's; `{"editor": WORD}` is one of [method _editor].

var _stream := StreamPeerTCP.new()
var _heard: String = ""
var _longest_frame_us: int = 0
var _last_us: int = 0


func _enter_tree() -> void:
	for argument: String in OS.get_cmdline_user_args():
		if argument.begins_with("--drive="):
			_stream.connect_to_host("127.0.0.1", argument.trim_prefix("--drive=").to_int())


func _process(_delta: float) -> void:
	var now_us: int = Time.get_ticks_usec()
	if _last_us > 0:
		_longest_frame_us = maxi(_longest_frame_us, now_us - _last_us)
	_last_us = now_us
	if _stream.poll() != OK or _stream.get_status() != StreamPeerTCP.STATUS_CONNECTED:
		return
	if _stream.get_available_bytes() > 0:
		_heard += _stream.get_utf8_string(_stream.get_available_bytes())
	while _heard.contains("\n"):
		var line: String = _heard.get_slice("\n", 0)
		_heard = _heard.substr(line.length() + 1)
		_obey(JSON.parse_string(line) as Dictionary)


func _obey(order: Dictionary) -> void:
	var answer: Variant = null
	if order.has("editor"):
		answer = _editor(order["editor"])
	else:
		var session: Node = _session()
		if order.has("get"):
			var values: Dictionary = {}
			for property: String in order["get"]:
				values[property] = null if session == null else session.get_indexed(property)
			answer = values
		elif order.has("call"):
			answer = await session.callv(order["call"], order["with"])
	_stream.put_data((JSON.stringify({"answer": answer}) + "\n").to_utf8_buffer())


func _editor(word: String) -> Variant:
	var rest: String = word.get_slice(": ", 1)
	match word.get_slice(": ", 0):
		"play":
			EditorInterface.play_main_scene()
		"stop":
			EditorInterface.stop_playing_scene()
		"enable":
			EditorInterface.set_plugin_enabled("scenescore", true)
		"disable":
			EditorInterface.set_plugin_enabled("scenescore", false)
		"quit":
			get_tree().quit()
		"begin frames":
			_longest_frame_us = 0
		"longest frame":
			return _longest_frame_us / 1000.0
		"scan":
			EditorInterface.get_resource_filesystem().scan()
		"is scanning":
			return EditorInterface.get_resource_filesystem().is_scanning()
		"audio":
			var player: AudioStreamPlayer = _session().find_children("*", "AudioStreamPlayer", true, false)[0]
			return [player.playing, player.get_playback_position()]
		"show dock":
			_dock().make_visible()
		"press":
			return _press(rest)
		"choose":
			return _choose(rest)
	return true


func _dock() -> EditorDock:
	for node: Node in get_tree().root.find_children("*", "EditorDock", true, false):
		if (node as EditorDock).title == "Scenescore":
			return node
	return null


func _press(words: String) -> bool:
	for node: Node in _dock().find_children("*", "Button", true, false):
		var button := node as Button
		if button.is_visible_in_tree() and not button.disabled and words in [button.text, button.accessibility_name]:
			button.pressed.emit()
			return true
	return false


# In the dialog that is open, as a user would.
func _choose(path: String) -> bool:
	for node: Node in _dock().find_children("*", "EditorFileDialog", true, false):
		var dialog := node as EditorFileDialog
		if dialog.visible:
			dialog.current_dir = path
			dialog.get_ok_button().pressed.emit()
			return true
	return false


func _session() -> Node:
	for node: Node in get_tree().root.find_children("*", "Node", true, false):
		var script := node.get_script() as Script
		if script != null and script.resource_path.ends_with("/editor/session/editor_session.gd"):
			return node
	return null
