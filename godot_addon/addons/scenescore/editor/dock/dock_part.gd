@tool
extends VBoxContainer
## The base of the dock's parts: shows the session's state, and updates only while it is visible.
##
## A subclass builds its controls in [code]_init[/code], returns in [code]_signals[/code] the signals after which it needs a
## refresh, and updates the controls in [method refresh], in place, so that focus and scroll position stay. Several signals
## in one frame cause one refresh.

const _Session := preload("../session/editor_session.gd")
const _Style := preload("dock_style.gd")

## The session to show; set before the part enters the tree.
var session: _Session

var _stale: bool = true
var _queued: bool = false


## Sets the session to show.
func setup(shown: _Session) -> void:
	session = shown


## Requests a refresh: at the end of this frame, or once the part is visible. It ignores the arguments of signals.
func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	_stale = true
	if not _queued and is_visible_in_tree():
		_queued = true
		_refresh_queued.call_deferred()


## Updates the controls from the session's state.
func refresh() -> void:
	pass


# Returns the session's signals after which the part needs a refresh.
func _signals() -> Array[Signal]:
	return []


# Applies the theme's icons and colours.
func _apply_theme() -> void:
	pass


func _enter_tree() -> void:
	for source: Signal in _signals():
		source.connect(mark_stale)
	mark_stale()


func _exit_tree() -> void:
	for source: Signal in _signals():
		source.disconnect(mark_stale)


func _notification(what: int) -> void:
	match what:
		NOTIFICATION_THEME_CHANGED:
			_apply_theme()
			mark_stale()
		NOTIFICATION_VISIBILITY_CHANGED:
			if _stale and is_visible_in_tree():
				mark_stale()


func _refresh_queued() -> void:
	_queued = false
	if _stale and is_inside_tree() and is_visible_in_tree():
		_stale = false
		refresh()
