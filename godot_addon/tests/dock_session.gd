@tool
extends "../addons/scenescore/editor/session/editor_session.gd"
## A session whose state a test sets. It records what the dock requests, and starts nothing.

const CueToShow := preload("../addons/scenescore/runtime/cue.gd")
const CuesToShow := preload("../addons/scenescore/runtime/cues.gd")

## The pieces have been copied.
signal copied()

## What the dock has requested, in order.
var asked: Array[String] = []


func _init() -> void:
	cues = CuesToShow.new()


func _notification(what: int) -> void:
	# It never enters the tree, where a session takes its player to.
	if what == NOTIFICATION_PREDELETE and _audition != null:
		_audition.free()


func act() -> void:
	asked.append("act")


func start_daemon(_may_adopt: bool = true) -> void:
	asked.append("start")


func stop_daemon() -> void:
	asked.append("stop")


func choose_library_folder(path: String) -> void:
	asked.append("folder " + path)


func cancel_import() -> void:
	asked.append("cancel import")


func choose_model(model_name: String) -> void:
	asked.append("choose " + model_name)


func suggest_model() -> void:
	asked.append("suggest")


func audition(track: String) -> void:
	asked.append("audition " + track)


func stop_audition() -> void:
	asked.append("stop audition")


func use_here(track: String, scene_name: String) -> void:
	asked.append("use %s for %s" % [track, scene_name])


func remove_cue(scene_name: String) -> void:
	asked.append("remove " + scene_name)
	(cues as CuesToShow).remove_scene(scene_name)
	cues_changed.emit()


func copy_pieces() -> String:
	await copied
	return ""


func choose_command(path: String) -> void:
	asked.append("command " + path)


## Emits all signals, as after a start.
func tell_all() -> void:
	for told: Signal in [changed, library_changed, models_changed, import_changed, cues_changed, timeline_changed, audition_changed]:
		told.emit()


## Fills the library with [param count] pieces.
func fill_library(count: int) -> void:
	library_folder = "/home/somebody/music"
	tracks_total = count
	tracks = []
	for i: int in count:
		tracks.append(piece(i))


## Installs [param count] models.
func fill_models(count: int) -> void:
	for i: int in count:
		models.append({"name": "models/%d" % i, "game": "Game %d" % i, "preset": "default", "features": ["mfcc"]})
	model = "models/0"


## Sends an answer with [param count] matches.
func start_playing(count: int) -> void:
	answer = {
		"matches": [], "steps": 24, "steps_filled": 24, "early": false, "scene_changed": false, "scene_steps": 24, "steady": false,
		"steady_track": "", "answer_delay_ms": 30.0, "frames_received": 10, "frames_dropped": 0, "model": "models/0",
	}
	rank(range(count))


## Sends an answer with these pieces, best first.
func rank(pieces: Array) -> void:
	var matches: Array[Dictionary] = []
	for i: int in pieces:
		var found: Dictionary = piece(i)
		found["rank"] = matches.size() + 1
		found["distance"] = 0.5 + 0.1 * matches.size()
		found["fit"] = 0.8 / (matches.size() + 1)
		matches.append(found)
	answer["matches"] = matches
	answer_received.emit(answer)


## Extends the timeline to [param seconds], with another piece every [param every_s] seconds.
func play_for(seconds: float, every_s: float) -> void:
	while timeline.size() * every_s < seconds:
		var i: int = timeline.size()
		timeline.append({
			"time_s": i * every_s, "track": "tracks/%d" % (i % 30), "title": "Piece %d" % (i % 30), "steady": true,
			"scene": "scene %d" % floori(i / 10.0),
		})
	timeline_end_s = seconds
	timeline_changed.emit()


## Adds a cue.
func add_cue(scene_name: String, i: int) -> void:
	var cue := CueToShow.new()
	cue.scene = scene_name
	cue.track = "tracks/%d" % i
	cue.title = "Piece %d" % i
	(cues as CuesToShow).set_cue(cue)


## Returns a piece.
func piece(i: int) -> Dictionary:
	return {
		"track": "tracks/%d" % i, "title": "Piece %d" % i, "artist": "Somebody" if i % 2 == 0 else "", "license": "CC0 1.0" if i % 3 else "",
		"url": "https://example.org/%d" % i, "file": "/home/somebody/music/%d.ogg" % i, "duration_s": 60.0 + i, "segment_start_s": 0.0,
	}
