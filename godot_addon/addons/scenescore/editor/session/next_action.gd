@tool
extends RefCounted
## Decides which stage the user is in, and what the main button does next.

const _DaemonAbsence := preload("../daemon/daemon_absence.gd")
const _DaemonLink := preload("../daemon/daemon_link.gd")
const _SessionState := preload("session_state.gd")


## Returns the stage for the states of the daemon's link and of the game. [param has_match] tells whether the last answer
## has a match.
static func stage(link: _DaemonLink.State, game_state: String, has_match: bool) -> _SessionState.Stage:
	match link:
		_DaemonLink.State.OFF:
			return _SessionState.Stage.OFF
		_DaemonLink.State.STARTING:
			return _SessionState.Stage.STARTING
	if game_state in ["", "off"]:
		return _SessionState.Stage.READY
	return _SessionState.Stage.MATCHING if game_state == "matching" and has_match else _SessionState.Stage.LISTENING


## Returns what the main button does in a stage. [param absence] tells why there is no daemon.
static func action(
	at: _SessionState.Stage, absence: _DaemonAbsence.Reason, is_playing: bool, has_music: bool
) -> _SessionState.Action:
	match at:
		_SessionState.Stage.OFF:
			var is_installed: bool = absence in [_DaemonAbsence.Reason.STOPPED, _DaemonAbsence.Reason.CRASHED]
			return _SessionState.Action.START if is_installed else _SessionState.Action.CHOOSE_PROGRAM
		_SessionState.Stage.STARTING:
			return _SessionState.Action.CANCEL
		_SessionState.Stage.LISTENING:
			return _SessionState.Action.STOP
		_SessionState.Stage.MATCHING:
			return _SessionState.Action.USE_HERE
	if is_playing:
		return _SessionState.Action.STOP
	return _SessionState.Action.PLAY if has_music else _SessionState.Action.CHOOSE_FOLDER


## Returns the main button's text for an action. [param title] is the title of the best match.
static func button_text(of: _SessionState.Action, title: String) -> String:
	var texts: Dictionary[_SessionState.Action, String] = {
		_SessionState.Action.CHOOSE_PROGRAM: "Choose the program…",
		_SessionState.Action.START: "Start",
		_SessionState.Action.CANCEL: "Cancel",
		_SessionState.Action.CHOOSE_FOLDER: "Choose music folder…",
		_SessionState.Action.PLAY: "Play",
		_SessionState.Action.STOP: "Stop",
		_SessionState.Action.USE_HERE: "Use “%s” here" % title,
	}
	return texts[of]
