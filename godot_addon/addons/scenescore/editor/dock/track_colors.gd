@tool
extends RefCounted
## Gives each track a colour of its own: the same in the ranking, the timeline and the cues.
##
## A track's name decides where in the palette it begins to look, so it mostly has the same colour tomorrow; one that is
## taken goes to the next free, so no two look alike until the palette is used up.

const HUES: int = 12
const SHADES: int = 2

var _slots: Dictionary[String, int] = {}


## The track's colour, to be seen well on a dark or a light theme.
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


## Black or white, whichever reads better on the colour.
static func ink_on(color: Color) -> Color:
	return Color(0, 0, 0, 0.85) if color.get_luminance() > 0.35 else Color(1, 1, 1, 0.95)


func _free_slot(track: String) -> int:
	var size: int = HUES * SHADES
	var wished: int = track.hash() % size
	var taken: Array[int] = []
	# Beyond the palette's size colours come again.
	@warning_ignore("integer_division")
	var round_begin: int = _slots.size() / size * size
	taken.assign(_slots.values().slice(round_begin))
	for step: int in size:
		# Seven apart, so that a neighbour in the palette isn't the next choice.
		var slot: int = (wished + step * 7) % size
		if slot not in taken:
			return slot
	return wished
