@tool
extends RefCounted
## How far the user is, and what the one button does next.

const _DaemonLink := preload("daemon_link.gd")
const _View := preload("session_view.gd")


## Returns the stage of a daemon's link and a game's state; [param has_match] tells whether an answer named a piece.
static func stage(link: _DaemonLink.State, game_state: String, has_match: bool) -> _View.Stage:
	match link:
		_DaemonLink.State.OFF:
			return _View.Stage.NOT_INSTALLED
		_DaemonLink.State.STARTING:
			return _View.Stage.STARTING
	if game_state in ["", "off"]:
		return _View.Stage.READY
	return _View.Stage.MATCHING if game_state == "matching" and has_match else _View.Stage.LISTENING


## Returns what the button does in a stage.
static func action(at: _View.Stage, is_installed: bool, is_playing: bool, has_music: bool) -> _View.Action:
	match at:
		_View.Stage.NOT_INSTALLED:
			return _View.Action.START if is_installed else _View.Action.CHOOSE_PROGRAM
		_View.Stage.STARTING:
			return _View.Action.CANCEL
		_View.Stage.LISTENING:
			return _View.Action.STOP
		_View.Stage.MATCHING:
			return _View.Action.USE_HERE
	if is_playing:
		return _View.Action.STOP
	return _View.Action.PLAY if has_music else _View.Action.CHOOSE_FOLDER


## Returns the button's text.
static func text(what: _View.Action, title: String) -> String:
	var texts: Dictionary[_View.Action, String] = {
		_View.Action.CHOOSE_PROGRAM: "Choose the program…",
		_View.Action.START: "Start",
		_View.Action.CANCEL: "Cancel",
		_View.Action.CHOOSE_FOLDER: "Choose music folder…",
		_View.Action.PLAY: "Play",
		_View.Action.STOP: "Stop",
		_View.Action.USE_HERE: "Use “%s” here" % title,
	}
	return texts[what]
