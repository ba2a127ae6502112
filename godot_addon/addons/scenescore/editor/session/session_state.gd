@tool
extends Node
## The state that the dock shows: the user's stage, the library, the models, the play so far and the cues.
##
## Each value is a property, and a signal tells when it has changed. [code]editor_session.gd[/code] sets the properties.

## The stage, the problem, the button or the version has changed.
signal changed()
## The running game has received an answer; see [member answer].
signal answer_received(answer: Dictionary)
## The running game has sent a thumbnail; one arrives each second.
signal frame_received(image: Image, time_us: int)
## The library's tracks or its folder have changed.
signal library_changed()
## The models, the chosen one or the suggestions have changed.
signal models_changed()
## The import has started, made progress or ended.
signal import_changed()
## The cues have changed.
signal cues_changed()
## The timeline or the last frames have changed.
signal timeline_changed()
## An audition has started or ended.
signal audition_changed()

# The short names for other scripts. The enums' own names are long because GDScript looks up a type among the game's
# global classes first.
const Stage := SessionStateStage
const Action := SessionStateAction

const _DaemonAbsence := preload("../daemon/daemon_absence.gd")

## How far the user is, from no daemon to a match.
enum SessionStateStage {
	OFF, ## There is no daemon; [member absence] says why.
	STARTING, ## The daemon has been started and hasn't answered yet.
	READY, ## The daemon answers and no game runs.
	LISTENING, ## A game runs and sends frames; there is no match yet.
	MATCHING, ## A game runs and matches arrive.
}

## What the main button does.
enum SessionStateAction {
	CHOOSE_PROGRAM, ## The dock asks for the program's file and calls [method choose_command].
	START, ## Starts the installed daemon.
	CANCEL, ## Cancels the start of the daemon.
	CHOOSE_FOLDER, ## The dock asks for the music folder and calls [method choose_library_folder].
	PLAY, ## Plays the project's main scene.
	STOP, ## Stops the game.
	USE_HERE, ## Makes the top match the scene's cue.
}

## The user's stage.
var stage: SessionStateStage = SessionStateStage.OFF
## Why there is no daemon, while the stage is [constant OFF].
var absence := _DaemonAbsence.new()
## What is wrong, in the daemon's own words where there are any; may have several lines. Empty when nothing is.
var problem: String = ""
## What the main button does.
var action: SessionStateAction = SessionStateAction.CHOOSE_PROGRAM
## The main button's text.
var button_text: String = "Choose the program…"
## The daemon's version; empty while there is none.
var daemon_version: String = ""
## The addon's version.
var addon_version: String = ""
## The last line that the program has printed while it starts, such as the progress of a download.
var starting_line: String = ""

## The library's tracks, sorted by title: [code]{title, artist, license, track, duration_s, segment_start_s, url, file}[/code].
var tracks: Array[Dictionary] = []
## The number of tracks in the whole library; [member tracks] holds only the first few thousand.
var tracks_total: int = 0
## The folder that the library follows; empty where none was chosen.
var library_folder: String = ""

## Whether an import is running.
var importing: bool = false
## The number of files that the import has processed.
var import_done: int = 0
## The number of files that the import has found; 0 while it is still searching.
var import_total: int = 0
## Estimated time that the import still needs, in seconds.
var import_eta_s: float = 0.0
## The files that the last import couldn't read: [code]{file, reason}[/code].
var broken: Array[Dictionary] = []
## Why the last import failed or its folder can't be used, in the daemon's own words; empty when all is well.
var import_problem: String = ""

## The installed models: [code]{name, game, preset, features}[/code].
var models: Array[Dictionary] = []
## The project's model, [code]models/{id}[/code]; the daemon's default where none was chosen.
var model: String = ""
## Models whose games look like this one, the most similar first: [code]{name, game, dissimilarity}[/code].
var suggestions: Array[Dictionary] = []

## The last answer that the game has sent; empty before the first.
var answer: Dictionary = {}
## The scene that the game has named; empty where it hasn't.
var scene: String = ""
## The thumbnails of the last 12 seconds, one a second, oldest first.
var frames: Array[Image] = []
## The play so far: [code]{time_s, track, title, steady, scene}[/code]. An entry lasts until the [code]time_s[/code] of
## the next one, the last one until [member timeline_end_s].
var timeline: Array[Dictionary] = []
## The end of the timeline, in seconds since the start of the play.
var timeline_end_s: float = 0.0
## The project's cues, a [code]ScenescoreCues[/code].
var cues: Resource = null
## The track that plays in the editor, [code]tracks/{id}[/code]; empty when none does.
var auditioning: String = ""
## Why the last audition, cue, suggestion or copy failed; empty when it worked.
var notice: String = ""


## Sets [member notice].
func set_notice(text: String) -> void:
	if notice != text:
		notice = text
		changed.emit()
