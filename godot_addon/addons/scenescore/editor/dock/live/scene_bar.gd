@tool
extends "../dock_part.gd"
## The current scene's name and the state of the match. The game names its scenes with [code]Scenescore.begin_scene()[/code];
## the user names a scene that the game doesn't.

## The least width for the status text, in pixels at 100 %. A narrower bar shows only the icon.
const MIN_STATUS_WIDTH: float = 300.0

## The scene's name has changed.
signal scene_named(scene_name: String)
## The user wants the piece to be the cue of the scene, which has a name now.
signal use_confirmed(track: String, scene_name: String)

# A piece that becomes the cue once the scene has a name.
var _pending: String = ""
var _game_name: String = ""
var _field := LineEdit.new()
var _status := _Style.label()
var _status_icon := TextureRect.new()


func _init() -> void:
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(6))
	add_child(row)
	var caption := Label.new()
	caption.text = "Scene"
	row.add_child(caption)
	_field.custom_minimum_size.x = _Style.px(90)
	_field.size_flags_horizontal = SIZE_EXPAND_FILL
	_field.max_length = 200
	_field.clear_button_enabled = true
	_field.tooltip_text = (
		"The name under which your game plays this scene's music: Scenescore.begin_scene(\"NAME\").\n"
		+ "Scenes that the game names appear here automatically."
	)
	_field.accessibility_name = "Name of the scene"
	_field.text_changed.connect(_on_text_changed)
	_field.text_submitted.connect(_confirm)
	_field.focus_exited.connect(_clear_pending)
	row.add_child(_field)
	_status_icon.stretch_mode = TextureRect.STRETCH_KEEP_CENTERED
	row.add_child(_status_icon)
	_status.size_flags_stretch_ratio = 1.6
	_status.mouse_filter = MOUSE_FILTER_PASS
	_status.accessibility_live = DisplayServer.LIVE_POLITE
	row.add_child(_status)
	resized.connect(_fit_width)


## Returns the scene's name; empty where it has none.
func scene_name() -> String:
	return _field.text.strip_edges()


## Makes a piece the scene's cue. Where the scene has no name, it asks for one first.
func use(track: String) -> void:
	if not scene_name().is_empty():
		use_confirmed.emit(track, scene_name())
		return
	_pending = track
	_show_placeholder()
	_field.grab_focus()


func refresh() -> void:
	_update_name()
	_show_placeholder()
	_show_status()


func _enter_tree() -> void:
	super()
	session.answer_received.connect(_on_answer_received)


func _exit_tree() -> void:
	super()
	session.answer_received.disconnect(_on_answer_received)


func _signals() -> Array[Signal]:
	return [session.changed, session.answer_received]


func _apply_theme() -> void:
	_status.add_theme_color_override(&"font_color", _Style.dim_color(self))


# The game's name for the scene replaces the typed one.
func _update_name() -> void:
	if session.scene != _game_name:
		_game_name = session.scene
		_set_name(_game_name)


# A scene change clears a name that was typed for the previous scene, so that its cue isn't overwritten by mistake. A name
# that the user is typing stays.
func _on_answer_received(answer: Dictionary) -> void:
	var changed: bool = answer.get("scene_changed", false)
	if changed and session.scene.is_empty() and not _field.has_focus():
		_set_name("")


func _set_name(text: String) -> void:
	if _field.text == text:
		return
	_field.text = text
	scene_named.emit(scene_name())


func _show_placeholder() -> void:
	_field.placeholder_text = "name this scene" if _pending.is_empty() else "name this scene, then press Enter"


func _show_status() -> void:
	var answer: Dictionary = session.answer
	var steps: int = answer.get("steps", 0)
	var filled: int = answer.get("steps_filled", 0)
	var steady: bool = answer.get("steady", false)
	_status_icon.texture = _Style.icon(self, &"StatusSuccess" if steady else &"Time")
	if session.stage != _Session.Stage.MATCHING or steps == 0:
		_status.text = "from the last play" if not answer.is_empty() and session.stage == _Session.Stage.READY else ""
	elif answer.get("early", false):
		_status.text = "early: %d of 12 s seen" % roundi(12.0 * filled / steps)
	elif steady:
		_status.text = "steady · %.0f ms" % answer.get("answer_delay_ms", 0.0)
	else:
		_status.text = "not settled yet · %.0f ms" % answer.get("answer_delay_ms", 0.0)
	for part: Control in [_status, _status_icon]:
		part.tooltip_text = _status_tooltip() if session.stage == _Session.Stage.MATCHING else ""
	_fit_width()


func _fit_width() -> void:
	_status_icon.visible = session.stage == _Session.Stage.MATCHING
	_status.visible = not _status.text.is_empty() and size.x >= _Style.px(MIN_STATUS_WIDTH)


func _status_tooltip() -> String:
	var answer: Dictionary = session.answer
	return (
		_status.text + "\n\nA match is steady once it has been the best for a while.\n%d of the %d steps of the 12 s window are filled; the last answer took %.0f ms.\n"
		% [answer.get("steps_filled", 0), answer.get("steps", 0), answer.get("answer_delay_ms", 0.0)]
		+ "%d frames received, %d dropped." % [answer.get("frames_received", 0), answer.get("frames_dropped", 0)]
	)


func _on_text_changed(_text: String) -> void:
	scene_named.emit(scene_name())


func _confirm(_text: String) -> void:
	if _pending.is_empty() or scene_name().is_empty():
		return
	var track: String = _pending
	_pending = ""
	_show_placeholder()
	use_confirmed.emit(track, scene_name())


func _clear_pending() -> void:
	_pending = ""
	_show_placeholder()
