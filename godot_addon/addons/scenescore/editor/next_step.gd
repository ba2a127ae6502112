@tool
extends RefCounted
## How far the user is, and what the one button does next.

const DaemonLink := preload("daemon_link.gd")
const View := preload("session_view.gd")


## Returns the stage of a daemon's link and a game's state; [param has_match] tells whether an answer named a piece.
static func stage(link: DaemonLink.State, game_state: String, has_match: bool) -> View.Stage:
	match link:
		DaemonLink.State.OFF:
			return View.Stage.NOT_INSTALLED
		DaemonLink.State.STARTING:
			return View.Stage.STARTING
	if game_state in ["", "off"]:
		return View.Stage.READY
	return View.Stage.MATCHING if game_state == "matching" and has_match else View.Stage.LISTENING


## Returns what the button does in a stage.
static func action(at: View.Stage, is_installed: bool, is_playing: bool, has_music: bool) -> View.Action:
	match at:
		View.Stage.NOT_INSTALLED:
			return View.Action.START if is_installed else View.Action.CHOOSE_PROGRAM
		View.Stage.STARTING:
			return View.Action.CANCEL
		View.Stage.LISTENING:
			return View.Action.STOP
		View.Stage.MATCHING:
			return View.Action.USE_HERE
	if is_playing:
		return View.Action.STOP
	return View.Action.PLAY if has_music else View.Action.CHOOSE_FOLDER


## Returns the button's text.
static func text(what: View.Action, title: String) -> String:
	var texts: Dictionary[View.Action, String] = {
		View.Action.CHOOSE_PROGRAM: "Choose the program…",
		View.Action.START: "Start",
		View.Action.CANCEL: "Cancel",
		View.Action.CHOOSE_FOLDER: "Choose music folder…",
		View.Action.PLAY: "Play",
		View.Action.STOP: "Stop",
		View.Action.USE_HERE: "Use “%s” here" % title,
	}
	return texts[what]
