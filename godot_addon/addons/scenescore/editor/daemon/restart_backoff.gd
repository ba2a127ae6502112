@tool
extends RefCounted
## When a daemon that has ended by itself is started again: after growing pauses, and not for ever.

## The pauses before the starts, seconds; more often than that it isn't started within [constant WITHIN_S].
const PAUSES_S: Array[float] = [0.0, 1.0, 3.0]
const WITHIN_S: float = 60.0

# When it has ended, within the last minute.
var _ends_ms: PackedInt64Array = []


## Forgets what was before: the user has started it.
func clear() -> void:
	_ends_ms.clear()


## Takes an end in; returns after how many milliseconds it is started again, -1 when it has ended too often.
func next_ms(now_ms: int) -> int:
	while not _ends_ms.is_empty() and _ends_ms[0] < now_ms - int(WITHIN_S * 1000.0):
		_ends_ms.remove_at(0)
	if _ends_ms.size() >= PAUSES_S.size():
		return -1
	_ends_ms.append(now_ms)
	return int(PAUSES_S[_ends_ms.size() - 1] * 1000.0)
