class_name Glyphs
extends RefCounted
## The example's own pixel font: seven rows a letter, as wide as the letter needs.

## Rows between two lines of text.
const LINE_HEIGHT := 11
## Rows of each letter from top to bottom, each row's five pixels as a number (16 is the leftmost), in hexadecimal.
const ROWS: Dictionary[String, String] = {
	"A": "0e11111f111111", "B": "1e11111e11111e", "C": "0e11101010110e", "D": "1e11111111111e",
	"E": "1f10101e10101f", "F": "1f10101e101010", "G": "0e11101711110f", "H": "1111111f111111",
	"I": "1c08080808081c", "J": "0702020202120c", "K": "11121418141211", "L": "1010101010101f",
	"M": "111b1515111111", "N": "11191915131311", "O": "0e11111111110e", "P": "1e11111e101010",
	"Q": "0e11111115120d", "R": "1e11111e141211", "S": "0f10100e01011e", "T": "1f040404040404",
	"U": "1111111111110e", "V": "11111111110a04", "W": "11111115151b11", "X": "11110a040a1111",
	"Y": "11110a04040404", "Z": "1f01020408101f",
	"a": "00000e010f110f", "b": "10101e1111111e", "c": "00000e1110110e", "d": "01010f1111110f",
	"e": "00000e111f100e", "f": "0c10101c101010", "g": "00000f110f010e", "h": "10101e11111111",
	"i": "10001010101010", "j": "04000404041408", "k": "10101214181412", "l": "10101010101008",
	"m": "00001a15151515", "n": "00001e11111111", "o": "00000e1111110e", "p": "00001e111e1010",
	"q": "00000f110f0101", "r": "00001618101010", "s": "00000f100e011e", "t": "10101c10101008",
	"u": "0000111111110f", "v": "00001111110a04", "w": "0000151515150a", "x": "0000110a040a11",
	"y": "000011110f010e", "z": "00001f0204081f",
	"0": "0e11131519110e", "1": "0818080808081c", "2": "0e11010608101f", "3": "1e01010e01011e",
	"4": "02060a121f0202", "5": "1f101e0101110e", "6": "0608101e11110e", "7": "1f010204080808",
	"8": "0e11110e11110e", "9": "0e11110f01020c",
	".": "00000000000010", ",": "00000000000810", "!": "10101010100010", "?": "0e110102040004",
	"'": "10100000000000", "-": "0000001c000000", ":": "00001000001000", "/": "01020204080810",
	"+": "0000041f040000", ">": "10181c1e1c1810", "*": "00150e1f0e1500",
}

static var _atlas: ImageTexture
static var _places: Dictionary[String, Rect2i] = {}


## The texture that holds all letters, in white.
static func atlas() -> ImageTexture:
	if _atlas == null:
		_draw_all()
	return _atlas


## Where a letter lies in [method atlas]; its width is the letter's own.
static func place_of(letter: String) -> Rect2i:
	atlas()
	return _places.get(letter, Rect2i(0, 0, 3, 0))


## How many pixels wide a text is, with a pixel between letters.
static func width_of(text: String) -> int:
	var width: int = 0
	for letter: String in text:
		width += place_of(letter).size.x + 1
	return width


static func _draw_all() -> void:
	var brush := Brush.new(ROWS.size() * 6, 7)
	var at: int = 0
	for letter: String in ROWS:
		var widest: int = 1
		for y: int in 7:
			var row: int = ROWS[letter].substr(y * 2, 2).hex_to_int()
			for x: int in 5:
				if row & (16 >> x):
					brush.dot(at + x, y, Color.WHITE)
					widest = maxi(widest, x + 1)
		_places[letter] = Rect2i(at, 0, widest, 7)
		at += 6
	_atlas = brush.texture()
