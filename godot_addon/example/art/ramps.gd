class_name Ramps
extends RefCounted
## The colours of the example game: ramps from dark to light.

static var INK: Color = Color("1d1a2b")
static var MEADOW_GRASS: Array[Color] = of("3f8a3a 4f9f43 63b44d 7cc95b")
static var LEAF: Array[Color] = of("1c4a34 27683c 388a42 58ab4a 86cc5c")
static var AUTUMN: Array[Color] = of("7a2f24 a84a28 cf7030 ea9a3e f7c765")
static var BARK: Array[Color] = of("3d2620 5c3a29 7f5536 a27446")
static var DIRT: Array[Color] = of("a5793f bd9150 d2a965 e3c07c")
static var WATER: Array[Color] = of("23639b 2f7fb8 48a0d0 86cdea")
static var COBBLE: Array[Color] = of("8c6f5c a88a70 c2a587 d9c1a0")
static var PLASTER: Array[Color] = of("b39a78 d4bb92 ecd9b0 f8ecca")
static var ROOF: Array[Color] = of("7c2434 a63240 cb4d4a e5765c")
static var ROOF_BLUE: Array[Color] = of("2b3f78 3b5aa0 5278c2 7b9edb")
static var WOOD: Array[Color] = of("4a2e23 6b442c 8f6038 b58449")
static var STONE: Array[Color] = of("3b3a4f 55556c 77788c 9d9eab c4c6c9")
static var CAVE_FLOOR: Array[Color] = of("2b2444 352d54 413864 4e4575")
static var CAVE_WALL: Array[Color] = of("120e22 1e1834 2d2549 403561 5a4c80")
static var CRYSTAL: Array[Color] = of("2a2f8c 3c5bd0 4f9af0 8ad7ff e4fbff")
static var AMETHYST: Array[Color] = of("4a1f78 7a35b0 a95bdc d694f5 f7dcff")
static var SKIN: Array[Color] = of("8f4a3a c07a58 e5a77d f7cda4")
static var SLIME: Array[Color] = of("14583f 1f8a4c 3cbf58 83e573 dcffb0")
static var MUSHROOM: Array[Color] = of("7a1f38 ad2b43 d84a4a f28266 ffc49a")
static var CREAM: Array[Color] = of("9c7d62 c8aa84 ead3aa fff1d0")
static var WOLF: Array[Color] = of("2b2338 43354f 63526d 8c7b8f bfb2b8")
static var BAT: Array[Color] = of("23123a 3c1f5c 5c3386 8654b5 b98be0")
static var BONE: Array[Color] = of("574f63 8d8794 c3c0c0 efede0")
static var STEEL: Array[Color] = of("1b2036 343d5c 596788 8d9db5 d5e2ea")
static var GOLD: Array[Color] = of("7a3f16 b8701f e8aa33 ffdf6b fff7c4")
static var CRIMSON: Array[Color] = of("3f0b1f 6d1128 a81e33 d8433f")
static var EMBER: Array[Color] = of("7c1d1d c4411f f28a2b ffcf4d fff6c0")
static var GHOST: Array[Color] = of("35589a 5b8cc8 93c4ea cdeeff f6ffff")
static var NIGHT: Array[Color] = of("0c0a24 14123a 201b55 33276f 523684")


## Makes a ramp from hexadecimal colours that stand in one string.
static func of(hexes: String) -> Array[Color]:
	var ramp: Array[Color] = []
	for hex: String in hexes.split(" "):
		ramp.append(Color(hex))
	return ramp
