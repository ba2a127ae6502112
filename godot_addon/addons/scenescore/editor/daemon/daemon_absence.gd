@tool
extends RefCounted
## Why there is no daemon, and the command line that helps.

const _InstallLines := preload("install_lines.gd")

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const Reason := DaemonAbsenceReason

enum DaemonAbsenceReason {
	STOPPED, ## It was stopped, or never started.
	NOT_INSTALLED, ## No program was found.
	WRONG_VERSION, ## Only programs were found whose version doesn't fit the addon.
	CRASHED, ## The program ended by itself, or doesn't answer.
}

## Why there is no daemon.
var reason: DaemonAbsenceReason = DaemonAbsenceReason.STOPPED
## The version of the program that doesn't fit; empty where it didn't say, as a very old one does.
var found_version: String = ""
## The command line that helps, for a terminal; empty where none does.
var command: String = ""


## [param found] is the version of a program that doesn't fit, [param program] the start of the command line that failed.
func _init(why: DaemonAbsenceReason = DaemonAbsenceReason.STOPPED, found: String = "", program: String = "") -> void:
	reason = why
	found_version = found
	match why:
		DaemonAbsenceReason.NOT_INSTALLED:
			command = _InstallLines.INSTALL
		DaemonAbsenceReason.WRONG_VERSION:
			command = _InstallLines.REINSTALL
		DaemonAbsenceReason.CRASHED when not program.is_empty():
			# The program itself knows best what is wrong with it.
			command = program + " doctor"
