@tool
extends RefCounted
## Assigns each track its own colour, for the ranking, the timeline and the cues.
##
## The hash of the track's id picks the first place in the palette, so a track usually keeps its colour from day to day.
## Where that place is taken, the next free one is used: two tracks share a colour only when the palette is used up.

const HUES: int = 12
const SHADES: int = 2

var _slots: Dictionary[String, int] = {}


## Returns the track's colour for a dark or a light theme.
func of(track: String, dark: bool) -> Color:
	if not _slots.has(track):
		_slots[track] = _free_slot(track)
	var slot: int = _slots[track]
	@warning_ignore("integer_division")
	var shade: int = slot / HUES % SHADES
	# The second shade's hues lie between those of the first.
	var hue: float = (slot % HUES + 0.5 * shade) / HUES
	var lightness: float = (0.66 - 0.18 * shade) if dark else (0.62 - 0.16 * shade)
	return Color.from_ok_hsl(hue, 0.55, lightness)


## Returns black or white, whichever is more readable on the colour.
static func text_color_on(color: Color) -> Color:
	return Color(0, 0, 0, 0.85) if color.get_luminance() > 0.35 else Color(1, 1, 1, 0.95)


func _free_slot(track: String) -> int:
	var size: int = HUES * SHADES
	var preferred: int = track.hash() % size
	var taken: Array[int] = []
	# Beyond the palette's size, colours repeat.
	@warning_ignore("integer_division")
	var round_begin: int = _slots.size() / size * size
	taken.assign(_slots.values().slice(round_begin))
	for step: int in size:
		# In steps of seven, so that the next choice is not a neighbour in the palette.
		var slot: int = (preferred + step * 7) % size
		if slot not in taken:
			return slot
	return preferred
