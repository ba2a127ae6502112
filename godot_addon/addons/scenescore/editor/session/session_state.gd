@tool
extends Node
## What the dock shows: how far the user is, the library, the models, the play so far and the cues.
##
## Everything that is to be seen is a property; a signal tells when it has changed. [code]editor_session.gd[/code] fills it.

## The stage, the problem, the button or the version has changed.
signal changed()
## The game that plays has had an answer; see [member answer].
signal answer_received(answer: Dictionary)
## The game that plays has sent a thumbnail, one a second.
signal frame_received(image: Image, time_us: int)
## The library's tracks or its folder have changed.
signal library_changed()
## The models, the chosen one or the suggestions have changed.
signal models_changed()
## The import began, came on or ended.
signal import_changed()
## The cues have changed.
signal cues_changed()
## The timeline or the last frames have changed.
signal timeline_changed()
## Another piece is auditioned, or none.
signal audition_changed()

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const Stage := SessionStateStage
const Action := SessionStateAction

## How far the user is on the way from nothing to music that fits.
enum SessionStateStage {
	NOT_INSTALLED, ## No daemon: the program is missing, didn't start, or was stopped. [member problem] says which.
	STARTING, ## The daemon has been started and hasn't answered yet.
	READY, ## The daemon answers and no game plays.
	LISTENING, ## A game plays and its frames arrive; no match yet.
	MATCHING, ## A game plays and matches come.
}

## What the one button does now.
enum SessionStateAction {
	CHOOSE_PROGRAM, ## The dock asks for the program's file and calls [method choose_command].
	START, ## Starts the daemon, which is installed.
	CANCEL, ## Gives up starting.
	CHOOSE_FOLDER, ## The dock asks for the music's folder and calls [method choose_library_folder].
	PLAY, ## Plays the project's main scene.
	STOP, ## Stops the game.
	USE_HERE, ## Makes the top match the scene's cue.
}

## How far the user is.
var stage: SessionStateStage = SessionStateStage.NOT_INSTALLED
## What is wrong, in the daemon's own words where it has any; may have several lines. Empty when all is well.
var problem: String = ""
## What the one button does now.
var action: SessionStateAction = SessionStateAction.CHOOSE_PROGRAM
## The one button's text.
var button_text: String = "Choose the program…"
## The daemon's version; empty while there is none.
var daemon_version: String = ""
## The addon's own version.
var addon_version: String = ""
## What installs the program, to be copied into a terminal; empty where it is installed.
var install_command: String = ""
## The last line that the program printed while it starts, such as what [code]uvx[/code] downloads.
var starting_line: String = ""

## The library's tracks by title: [code]{title, artist, license, track, duration_s, segment_start_s, url, file}[/code].
var tracks: Array[Dictionary] = []
## Tracks in the whole library; [member tracks] holds the first few thousand.
var tracks_total: int = 0
## The folder that the library follows; empty where none was chosen.
var library_folder: String = ""

## Whether an import runs.
var importing: bool = false
## Files looked at so far.
var import_done: int = 0
## Files found in all; 0 while they are being searched.
var import_total: int = 0
## Estimated time that is left, seconds.
var import_eta_s: float = 0.0
## Files that couldn't be read in the last import: [code]{file, reason}[/code].
var broken: Array[Dictionary] = []
## Why the last import or its folder failed, in the daemon's own words; empty when all is well.
var import_problem: String = ""

## The installed models: [code]{name, game, preset, features}[/code].
var models: Array[Dictionary] = []
## The model that the project uses, [code]models/{id}[/code]; the daemon's default where none was chosen.
var model: String = ""
## Models whose game looks like this one, the likest first: [code]{name, game, dissimilarity}[/code].
var suggestions: Array[Dictionary] = []

## The last answer as the game has sent it; empty before the first.
var answer: Dictionary = {}
## The scene that the game has named; empty where it hasn't.
var scene: String = ""
## The last 12 thumbnails, oldest first, one a second.
var frames: Array[Image] = []
## The play so far: [code]{time_s, track, title, steady, scene}[/code]. An entry lasts until the next one's
## [code]time_s[/code], the last one until [member timeline_end_s].
var timeline: Array[Dictionary] = []
## Where the timeline ends, seconds from the start of the play.
var timeline_end_s: float = 0.0
## The project's cues, a [code]ScenescoreCues[/code].
var cues: Resource = null
## The track that sounds in the editor, [code]tracks/{id}[/code]; empty when none does.
var auditioning: String = ""
## What kept the last audition, cue, suggestion or copy from working; empty when all is well.
var notice: String = ""
