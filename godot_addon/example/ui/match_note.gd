class_name MatchNote
extends CanvasLayer
## Names the piece that Scenescore finds for what is played, at the bottom of the screen, while it listens.

const LEFT := 6
const TOP := 228

var _text: PixelText = PixelText.at(Vector2(LEFT, TOP), "")


func _init() -> void:
	layer = 90
	visible = false
	add_child(_text)


func _enter_tree() -> void:
	Scenescore.steady_match_changed.connect(_show)
	Scenescore.connection_state_changed.connect(_hide_unless_matching)


func _exit_tree() -> void:
	Scenescore.steady_match_changed.disconnect(_show)
	Scenescore.connection_state_changed.disconnect(_hide_unless_matching)


func _show(found: ScenescoreMatch) -> void:
	visible = found != null
	if found != null:
		_text.text = found.title if found.artist.is_empty() else "%s - %s" % [found.title, found.artist]


func _hide_unless_matching(state: int) -> void:
	visible = visible and state == Scenescore.ConnectionState.MATCHING
