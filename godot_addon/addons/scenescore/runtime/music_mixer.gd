@tool
extends RefCounted
## Mixes the pieces that play at the same time: the current piece fades in while earlier ones fade out.

const _EqualPowerFade := preload("equal_power_fade.gd")
const _Voice := preload("music_voice.gd")

## A piece has faded out and is no longer mixed.
signal faded_out(voice: _Voice)

## The piece that plays or fades in; null in silence.
var current: _Voice = null
## The pieces that fade out.
var outgoing: Array[_Voice] = []
## The gain of all pieces, a linear factor.
var gain: float = 1.0:
	set = set_gain

var _fade := _EqualPowerFade.new()


## Returns all pieces that play.
func voices() -> Array[_Voice]:
	var all: Array[_Voice] = outgoing.duplicate()
	if current != null:
		all.append(current)
	return all


## Returns the piece with an id that is fading out; null where there is none.
func find_outgoing(id: String) -> _Voice:
	for voice: _Voice in outgoing:
		if voice.id == id:
			return voice
	return null


## Makes a piece, or with null silence, the current one. The others begin to fade out with the next [method begin_fade].
func set_current(voice: _Voice) -> void:
	if current != null:
		outgoing.append(current)
	outgoing.erase(voice)
	current = voice
	for other: _Voice in outgoing:
		other.power_at_change = other.power


## Starts a fade to the current piece. Unless negative, [param attack_s] is the length of its own fade.
func begin_fade(seconds: float, attack_s: float = -1.0) -> void:
	_fade.begin(current.power if current != null else 0.0, seconds, attack_s)
	advance(0.0)


## Advances the fade.
func advance(step_s: float) -> void:
	_fade.advance(step_s)
	if current != null:
		current.power = _fade.power_in()
	for voice: _Voice in outgoing:
		voice.power = voice.power_at_change * _fade.share_out()
	_apply_gain()
	if _fade.is_out():
		var ended: Array[_Voice] = outgoing
		outgoing = []
		for voice: _Voice in ended:
			faded_out.emit(voice)


## Whether a fade is under way.
func is_fading() -> bool:
	return not _fade.is_over()


## Removes a piece that has ended.
func remove(voice: _Voice) -> void:
	if voice == current:
		current = null
	outgoing.erase(voice)


## Removes all pieces.
func clear() -> void:
	outgoing.clear()
	current = null


## Sets [member gain].
func set_gain(value: float) -> void:
	gain = value
	_apply_gain()


func _apply_gain() -> void:
	for voice: _Voice in voices():
		voice.apply(gain)
