@tool
@icon("../icon.svg")
class_name ScenescoreCue
extends Resource
## The decision "this scene plays this piece", with what it was made from.
##
## The dock makes cues ("Use here"); the game plays them by scene name, without the daemon. Change one in the
## Inspector or in the text of [code]scenescore_cues.tres[/code] as you like.

## The scene's name, as in [method Scenescore.begin_scene].
@export var scene: String = ""
## Which piece of the library, as [code]tracks/ID[/code].
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
## The copy that the game plays, such as [code]res://music/battle.ogg[/code]; empty until it is copied.
@export_file("*.ogg", "*.mp3", "*.wav") var audio: String = ""
## When the window that the decision was made on began, seconds since the game started.
@export var window_start_s: float = 0.0
## When that window ended, seconds since the game started.
@export var window_end_s: float = 0.0
## How far the piece was from what the window asked for; lower is closer.
@export var distance: float = 0.0
## The model that judged it, as [code]models/ID[/code].
@export var model: String = ""
## What the window looked like: its thumbnails side by side, oldest first, as a WebP picture; may be empty.
@export_storage var window: PackedByteArray = PackedByteArray()


## Whether the game can play it as it is.
func is_playable() -> bool:
	return not audio.is_empty() and ResourceLoader.exists(audio)
