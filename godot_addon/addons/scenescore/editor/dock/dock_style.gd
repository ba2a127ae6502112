@tool
extends RefCounted
## The common style of the dock's parts: the editor's scale, icons and colours, and the format of times.

## The editor's scale, 1 for 100 %. The dock sets it before it creates its parts.
static var scale: float = 1.0


## Returns a length in pixels at the editor's scale.
static func px(pixels: float) -> int:
	return roundi(pixels * scale)


## Returns one of the editor's icons.
static func icon(control: Control, name: StringName) -> Texture2D:
	return control.get_theme_icon(name, &"EditorIcons")


## Returns one of the editor's colours.
static func color(control: Control, name: StringName) -> Color:
	return control.get_theme_color(name, &"Editor")


## Returns the colour of less important text.
static func dim_color(control: Control) -> Color:
	var text: Color = color(control, &"font_color")
	return Color(text, text.a * 0.65)


## Whether the editor has a dark theme.
static func is_dark(control: Control) -> bool:
	return color(control, &"base_color").get_luminance() < 0.5


## Creates a label that shrinks and cuts its text where there is little room.
static func label(text: String = "") -> Label:
	var result := Label.new()
	result.text = text
	result.text_overrun_behavior = TextServer.OVERRUN_TRIM_ELLIPSIS
	result.clip_text = true
	result.size_flags_horizontal = Control.SIZE_EXPAND_FILL
	result.size_flags_vertical = Control.SIZE_SHRINK_CENTER
	return result


## Creates a button with only an icon; [param description] is its tooltip and its name for screen readers.
static func icon_button(description: String) -> Button:
	var result := Button.new()
	result.theme_type_variation = &"FlatButton"
	result.tooltip_text = description
	result.accessibility_name = description
	result.size_flags_vertical = Control.SIZE_SHRINK_CENTER
	return result


## Returns a time as on a clock: 1:05, 2:00:00.
static func clock(seconds: float) -> String:
	var whole: int = maxi(floori(seconds), 0)
	@warning_ignore_start("integer_division")
	if whole >= 3600:
		return "%d:%02d:%02d" % [whole / 3600, whole / 60 % 60, whole % 60]
	return "%d:%02d" % [whole / 60, whole % 60]


## Returns a remaining time in words: "about 2 min left".
static func time_left(seconds: float) -> String:
	if seconds < 1.0:
		return "almost done"
	if seconds < 60.0:
		return "about %d s left" % ceili(seconds)
	return "about %d min left" % ceili(seconds / 60.0)


## Returns the lines under a piece's title in a tooltip: the artist, the licence and the source.
static func credit(piece: Dictionary) -> String:
	var lines := PackedStringArray()
	for key: String in ["artist", "license", "url", "file"]:
		var text: String = piece.get(key, "")
		if key == "license" and text.is_empty():
			text = "Licence unknown"
		if not text.is_empty():
			lines.append(text)
	return "\n".join(lines)
