@tool
@icon("../icon.svg")
class_name ScenescoreCue
extends Resource
## The decision "this scene plays this piece", with the window for which it was made.
##
## The dock creates cues ("Use here"); the game plays them by scene name, without the daemon. You may edit a cue in the
## Inspector or in the text of [code]scenescore_cues.tres[/code].

## The scene's name, as in [method Scenescore.begin_scene].
@export var scene: String = ""
## The piece's id in the library, [code]tracks/ID[/code].
@export var track: String = ""
## The piece's title.
@export var title: String = ""
## Who made it; empty where unknown.
@export var artist: String = ""
## Its licence, such as [code]CC BY 4.0[/code]; empty where unknown.
@export var license: String = ""
## Where it comes from; empty where unknown.
@export var url: String = ""
## Its file in the library, on the machine where the cue was made.
@export var source_file: String = ""
## The file in the project that the game plays, such as [code]res://music/battle.ogg[/code]; empty until it is copied.
@export_file("*.ogg", "*.mp3", "*.wav") var audio: String = ""
## The start of the window for which the piece was chosen, in seconds since the game started.
@export var window_start_s: float = 0.0
## The end of that window, in seconds since the game started.
@export var window_end_s: float = 0.0
## The distance between the piece and the music that the window asked for; lower is closer.
@export var distance: float = 0.0
## The model that was used, [code]models/ID[/code].
@export var model: String = ""
## The window's thumbnails side by side, oldest first, as a WebP picture; may be empty.
@export_storage var window: PackedByteArray = PackedByteArray()


## Whether the game can play the cue without the daemon.
func is_playable() -> bool:
	return not audio.is_empty() and ResourceLoader.exists(audio)
