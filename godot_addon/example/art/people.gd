class_name People
extends RefCounted
## Draws the small walking figures: three pictures of the steps in each of four directions.

## Size of one picture in pixels.
const SIZE := Vector2i(16, 20)
## Directions in the order of the sheet's rows.
const DIRECTIONS: Array[Vector2i] = [Vector2i.DOWN, Vector2i.UP, Vector2i.LEFT, Vector2i.RIGHT]
## Pictures of a step: standing, left foot, right foot.
const STEPS := 3

const FRONT: PackedStringArray = [
	"................", "....oooooooo....", "...ohhhhhhHHo...", "..ohhhhhhhHHHo..", "..ohhhhhhhhHHo..",
	"..ohhsshhssHho..", "..ohssssssssho..", "..ohswessewsho..", "..osswessewsso..", "...ossssssSso...",
	"....osssSSSo....", "...occccccCCo...", "..occcctccCCCo..", "..oscctttcCCso..", "..oscctttcCCso..",
	"...obbbbbbbbo...", "...oppppppPPo...", "...opppooPPPo...", "...okkko.okko...", "....ooo...oo....",
]
const BACK: PackedStringArray = [
	"................", "....oooooooo....", "...ohhhhhhHHo...", "..ohhhhhhhHHHo..", "..ohhhhhhhhHHo..",
	"..ohhhhhhhHHHo..", "..ohhhhhhhHHHo..", "..ohhhhhhHHHHo..", "..ohhhhhhHHHHo..", "...ohhhhHHHHo...",
	"....ohhHHHHo....", "...occccccCCo...", "..occccccCCCCo..", "..oscccccCCCso..", "..oscccccCCCso..",
	"...obbbbbbbbo...", "...oppppppPPo...", "...opppooPPPo...", "...okkko.okko...", "....ooo...oo....",
]
const SIDE: PackedStringArray = [
	"................", "....oooooooo....", "...ohhhhhhhHo...", "..ohhhhhhhhHHo..", "..ohhhhhhhHHHo..",
	"..osshhhhhhHHo..", "..ossssshhHHHo..", "..osewsssshHHo..", "..osewssssHHHo..", "..ossssssSSHo...",
	"...osssSSSSo....", "....occccCCo....", "....occcccCo....", "....occssCCo....", "....occssCCo....",
	"....obbbbbbo....", "....opppPPPo....", "....opppPPPo....", "....okkkkkko....", ".....oooooo.....",
]


## Draws all pictures of a person: a row for each direction, a column for each step.
static func sheet(look: Look) -> ImageTexture:
	var brush := Brush.new(SIZE.x * STEPS, SIZE.y * DIRECTIONS.size())
	for row: int in DIRECTIONS.size():
		for step: int in STEPS:
			brush.paste(picture(look, DIRECTIONS[row], step), Vector2i(step * SIZE.x, row * SIZE.y))
	return brush.texture()


## Draws one picture of a person.
static func picture(look: Look, direction: Vector2i, step: int) -> Brush:
	var brush := Brush.new(SIZE.x, SIZE.y)
	var rows: PackedStringArray = SIDE
	if direction == Vector2i.DOWN:
		rows = FRONT
	elif direction == Vector2i.UP:
		rows = BACK
	rows = _stepping(rows, step, direction.x != 0)
	brush.stamp(rows, Vector2i.ZERO, look.key(), direction == Vector2i.RIGHT)
	_add_hat(brush, look, direction, 1 if step > 0 else 0)
	return brush


## Lifts the body by a pixel and moves the feet; standing stays as drawn.
static func _stepping(rows: PackedStringArray, step: int, sideways: bool) -> PackedStringArray:
	if step == 0:
		return rows
	var moved: PackedStringArray = rows.slice(1, 17)
	if sideways:
		moved.append_array(
			["....opppPPPo....", "...opppoPPPPo...", "..okkko.okkko...", "...ooo...ooo...."] if step == 1
			else ["....opppPPPo....", "....opppPPPo....", "....oPkkkkko....", ".....oooooo....."])
	else:
		var tail: PackedStringArray = ["...opppppPPPo...", "...opppookkko...", "...okkko.ooo....", "....ooo........."]
		moved.append_array(tail if step == 1 else _mirrored(tail))
	return moved


static func _mirrored(rows: PackedStringArray) -> PackedStringArray:
	var result: PackedStringArray = []
	for row: String in rows:
		result.append(row.reverse())
	return result


static func _add_hat(brush: Brush, look: Look, direction: Vector2i, lift: int) -> void:
	var key: Dictionary[String, Color] = look.key()
	match look.hat:
		Look.Hat.STRAW:
			brush.stamp([".....oooooo.....", "....oaaaaAAo....", "....oaaaaAAo....", ".oooottttttoooo.", "oaaaaaaaaaaAAAAo", ".oooooooooooooo."], Vector2i(0, -lift), key)
		Look.Hat.HOOD:
			brush.stamp(["....oooooooo....", "..ooaaaaaaAAoo..", ".oaaaaaaaaAAAAo.", ".oaaaaaaaaaAAAo.", ".oaao......oAAo." if direction != Vector2i.UP else ".oaaaaaaaaaAAAo."], Vector2i(0, 1 - lift), key)
		Look.Hat.CROWN:
			brush.stamp(["...ao.oaao.oa...", "...aaoaaaaoAA...", "...oaaataaAAo..."], Vector2i(0, 0), key)
		Look.Hat.BOW:
			brush.stamp(["aa.aa", "aaAaa", "aa.aa"], Vector2i(9, 1 - lift), key)
