class_name SceneLog
extends RefCounted
## Notes each finished scene as a line of JSON, so that one can tell afterwards what was to be seen when.

var _file: FileAccess
var _start_s: float = 0.0


## A log at [param path]; an empty path notes nothing.
func _init(path: String) -> void:
	if path.is_empty():
		return
	_file = FileAccess.open(path, FileAccess.WRITE)
	if _file == null:
		push_error("the scene log %s can't be written: %s" % [path, error_string(FileAccess.get_open_error())])


## Notes that a scene ended at [param now_s] seconds of the game's time; the next one begins there.
func finish(scene: GameScene, now_s: float) -> void:
	if _file != null and now_s > _start_s:
		var entry: Dictionary[String, Variant] = {
			"start_s": snappedf(_start_s, 0.001), "end_s": snappedf(now_s, 0.001),
			"scene": scene.kind(), "area": scene.area.id, "track": scene.area.music[scene.kind()],
		}
		_file.store_line(JSON.stringify(entry))
		_file.flush()
	_start_s = now_s
