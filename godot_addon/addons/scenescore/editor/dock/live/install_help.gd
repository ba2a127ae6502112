@tool
extends "../dock_part.gd"
## Help for when the Scenescore program isn't running: why not, the command line that helps, and a button to look again.

const _DaemonAbsence := preload("../../daemon/daemon_absence.gd")
const _InstallLines := preload("../../daemon/install_lines.gd")

var _title := Label.new()
var _text := Label.new()
var _command_row := HBoxContainer.new()
var _command := LineEdit.new()


func _init() -> void:
	alignment = BoxContainer.ALIGNMENT_CENTER
	_title.theme_type_variation = &"HeaderSmall"
	_title.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_title.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	add_child(_title)
	_text.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_text.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	add_child(_text)
	_command_row.alignment = BoxContainer.ALIGNMENT_CENTER
	add_child(_command_row)
	_command.editable = false
	_command.selecting_enabled = true
	_command.size_flags_horizontal = SIZE_EXPAND_FILL
	_command.accessibility_name = "Command that helps"
	_command_row.add_child(_command)
	var copy := Button.new()
	copy.text = "Copy"
	copy.tooltip_text = "Copy the command, to paste it into a terminal."
	copy.pressed.connect(func() -> void: DisplayServer.clipboard_set(session.absence.command))
	_command_row.add_child(copy)
	var look_again := Button.new()
	look_again.text = "Look Again"
	look_again.tooltip_text = "Look for the program again, after you have run the command."
	look_again.pressed.connect(func() -> void: session.start_daemon())
	_command_row.add_child(look_again)


func refresh() -> void:
	var absence: _DaemonAbsence = session.absence
	_command_row.visible = not absence.command.is_empty()
	_command.text = absence.command
	match absence.reason:
		_DaemonAbsence.Reason.NOT_INSTALLED:
			_title.text = "The Scenescore program isn't on this computer yet"
			_text.text = (
				"It runs beside the editor and finds the music. Get Scenescore's repository, where this addon comes from, and"
				+ " uv (%s). Then run this in a terminal, in the repository's folder:" % _InstallLines.UV_PAGE
			)
		_DaemonAbsence.Reason.WRONG_VERSION:
			_title.text = _versions(absence.found_version)
			_text.text = _what_to_do(absence.found_version)
		_DaemonAbsence.Reason.CRASHED:
			_title.text = "The Scenescore program has failed"
			_text.text = (
				"Above is what it said. Your cues are kept. Press “%s” to try again, or run this in a terminal to see what is"
				+ " wrong:"
			) % session.button_text
		_:
			_title.text = "The Scenescore program isn't running"
			_text.text = "Your cues are kept. Press “%s” to continue." % session.button_text


func _versions(found: String) -> String:
	if found.is_empty():
		return "The Scenescore program on this computer is too old for this addon, which is %s" % session.addon_version
	return "Scenescore %s is on this computer, and this addon is %s" % [found, session.addon_version]


func _what_to_do(found: String) -> String:
	var line: String = "update Scenescore's repository to version %s, and run this in a terminal, in its folder:"
	if not found.is_empty() and _is_newer(found, session.addon_version):
		return ("Replace the addon by that of version %s. Or " % found) + line % session.addon_version
	return "The program is older than the addon: " + line % session.addon_version


static func _is_newer(one: String, other: String) -> bool:
	var numbers: PackedStringArray = one.split(".")
	var others: PackedStringArray = other.split(".")
	for i: int in mini(numbers.size(), others.size()):
		if numbers[i].to_int() != others[i].to_int():
			return numbers[i].to_int() > others[i].to_int()
	return numbers.size() > others.size()


func _signals() -> Array[Signal]:
	return [session.changed]


func _apply_theme() -> void:
	_text.add_theme_color_override(&"font_color", _Style.dim_color(self))
	_command.add_theme_font_override(&"font", get_theme_font(&"source", &"EditorFonts"))
