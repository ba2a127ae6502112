@tool
extends VBoxContainer
## A part of the dock: draws what the session says, and only while it is to be seen.
##
## A subclass builds its controls in [code]_init[/code], names the signals that make it stale, and fills the controls
## in [method refresh], in place, so that focus and scroll stay. Several signals of one frame make one refresh.

const _Session := preload("../session/editor_session.gd")
const _Style := preload("dock_style.gd")

## What is shown; set before the part enters the tree.
var session: _Session

var _stale: bool = true
var _queued: bool = false


## Says what the part shows.
func setup(shown: _Session) -> void:
	session = shown


## Makes the part fill its controls anew: soon, or once it is to be seen. A signal's arguments are not needed.
func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	_stale = true
	if not _queued and is_visible_in_tree():
		_queued = true
		_refresh_queued.call_deferred()


## Fills the controls with what the session says.
func refresh() -> void:
	pass


# The session's signals that make the part stale.
func _signals() -> Array[Signal]:
	return []


# Takes icons and colours from the theme.
func _apply_theme() -> void:
	pass


func _enter_tree() -> void:
	for signal_heard: Signal in _signals():
		signal_heard.connect(mark_stale)
	mark_stale()


func _exit_tree() -> void:
	for signal_heard: Signal in _signals():
		signal_heard.disconnect(mark_stale)


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
