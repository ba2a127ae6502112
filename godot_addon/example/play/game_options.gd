class_name GameOptions
extends RefCounted
## What the game was started with, after [code]--[/code] on the command line.

## Whether the game plays itself.
var autopilot: bool = false
## Decides what the autopilot does and what is left to chance.
var dice_seed: int = 1
## After how many seconds the autopilot stops; 0 for never.
var seconds: float = 0.0
## How long each of the autopilot's scenes lasts; 0 for 16 to 24 seconds.
var scene_seconds: float = 0.0
## Where finished scenes are noted; empty for nowhere.
var scene_log: String = ""
## Where Scenescore's answers are noted; empty for nowhere.
var answer_log: String = ""
## Whether the game plays what Scenescore names instead of its own music.
var live_music: bool = false
## What was wrong with the options; empty when nothing was.
var fault: String = ""


## Reads options.
static func read(arguments: PackedStringArray) -> GameOptions:
	var options := GameOptions.new()
	for argument: String in arguments:
		var value: String = argument.get_slice("=", 1)
		match argument.get_slice("=", 0):
			"--autopilot": options.autopilot = true
			"--scene-log": options.scene_log = value
			"--answer-log": options.answer_log = value
			"--live-music": options.live_music = true
			"--seed": options.dice_seed = options._number(argument, value) as int
			"--seconds": options.seconds = options._number(argument, value)
			"--scene-seconds": options.scene_seconds = options._number(argument, value)
			_: options.fault = "%s is not an option; there are --autopilot, --seed=N, --seconds=S, --scene-seconds=S, --scene-log=PATH, --answer-log=PATH and --live-music" % argument
	return options


func _number(argument: String, value: String) -> float:
	if not value.is_valid_float() or value.to_float() < 0.0:
		fault = "%s needs a number of at least 0, as in --seconds=60" % argument
		return 0.0
	return value.to_float()
