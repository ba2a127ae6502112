@tool
extends RefCounted
## Loads one file at a time in the background. A new load cancels the previous one.

const _SoundFile := preload("sound_file.gd")

## The id of the piece that is being loaded; empty when there is none.
var id: String = ""

# Counts loads, so that a load can tell whether it was cancelled.
var _count: int = 0


## Loads a file; with [param loop] the stream loops. Returns null when the load was cancelled in the meantime.
## A coroutine: [code]await[/code] it.
func load_file(path: String, new_id: String, loop: bool) -> _SoundFile.Sound:
	cancel()
	id = new_id
	var number: int = _count
	var sound: _SoundFile.Sound = await _SoundFile.from_path(path, loop)
	if number != _count:
		return null
	id = ""
	return sound


## Cancels the load.
func cancel() -> void:
	_count += 1
	id = ""
