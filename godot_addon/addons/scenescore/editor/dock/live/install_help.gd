@tool
extends "../dock_part.gd"
## Help for when the Scenescore program isn't running: the command that installs it, and a button to look for it again.

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
	_command.accessibility_name = "Command that installs Scenescore"
	_command_row.add_child(_command)
	var copy := Button.new()
	copy.text = "Copy"
	copy.tooltip_text = "Copy the command, to paste it into a terminal."
	copy.pressed.connect(func() -> void: DisplayServer.clipboard_set(session.install_command))
	_command_row.add_child(copy)
	var look_again := Button.new()
	look_again.text = "Look Again"
	look_again.tooltip_text = "Look for the program again, after you have installed it."
	look_again.pressed.connect(func() -> void: session.start_daemon())
	_command_row.add_child(look_again)


func refresh() -> void:
	var missing: bool = not session.install_command.is_empty()
	_command_row.visible = missing
	_command.text = session.install_command
	if missing:
		_title.text = "The Scenescore program isn't on this computer yet"
		_text.text = "It runs beside the editor and finds the music. Install it with this command in a terminal:"
	else:
		_title.text = "The Scenescore program isn't running"
		_text.text = "Your cues are kept. Press “%s” to continue." % session.button_text


func _signals() -> Array[Signal]:
	return [session.changed]


func _apply_theme() -> void:
	_text.add_theme_color_override(&"font_color", _Style.dim_color(self))
	_command.add_theme_font_override(&"font", get_theme_font(&"source", &"EditorFonts"))
