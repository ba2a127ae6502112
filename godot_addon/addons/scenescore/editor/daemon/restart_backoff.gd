@tool
extends RefCounted
## Decides when a daemon that ended by itself is started again: after growing pauses, and not for ever.

## The pauses before the restarts, in seconds. There are no more restarts than these within [constant PERIOD_S].
const PAUSES_S: Array[float] = [0.0, 1.0, 3.0]
## The period in which restarts are counted.
const PERIOD_S: float = 60.0

# When the daemon ended, within the last period.
var _end_times_ms: PackedInt64Array = []


## Forgets earlier ends, for a start by the user.
func clear() -> void:
	_end_times_ms.clear()


## Records an end. Returns the pause before the restart in milliseconds; -1 when the daemon has ended too often.
func next_pause_ms(now_ms: int) -> int:
	while not _end_times_ms.is_empty() and _end_times_ms[0] < now_ms - int(PERIOD_S * 1000.0):
		_end_times_ms.remove_at(0)
	if _end_times_ms.size() >= PAUSES_S.size():
		return -1
	_end_times_ms.append(now_ms)
	return int(PAUSES_S[_end_times_ms.size() - 1] * 1000.0)
