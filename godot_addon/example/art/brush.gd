class_name Brush
extends RefCounted
## Draws pixel art into an [Image]: shaded balls, polygons, outlines and ASCII stamps.
##
## All of the example's pictures are made with it at load, so that the project needs no binary files.

## Where the light comes from (towards the upper left).
const LIGHT := Vector3(-0.45, -0.65, 0.61)
## Ordered dithering (4 by 4 Bayer matrix, sixteenths).
const BAYER: Array[int] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

## What has been drawn so far.
var image: Image


func _init(width: int, height: int) -> void:
	image = Image.create_empty(width, height, false, Image.FORMAT_RGBA8)


## The drawing as a texture.
func texture() -> ImageTexture:
	return ImageTexture.create_from_image(image)


## Colours one pixel; outside the picture nothing happens.
func dot(x: int, y: int, color: Color) -> void:
	if x >= 0 and y >= 0 and x < image.get_width() and y < image.get_height():
		image.set_pixel(x, y, color)


## Fills a rectangle.
func rect(x: int, y: int, width: int, height: int, color: Color) -> void:
	image.fill_rect(Rect2i(x, y, width, height), color)


## Draws a line one pixel wide.
func line(from: Vector2i, to: Vector2i, color: Color) -> void:
	var steps: int = maxi(maxi(absi(to.x - from.x), absi(to.y - from.y)), 1)
	for i: int in steps + 1:
		var at := Vector2(from).lerp(Vector2(to), float(i) / steps).round()
		dot(int(at.x), int(at.y), color)


## Fills an ellipse with one colour.
func ellipse(center: Vector2, radius: Vector2, color: Color) -> void:
	ball(center, radius, [color])


## Fills an ellipse shaded like a ball: [param ramp] goes from dark to light.
func ball(center: Vector2, radius: Vector2, ramp: Array[Color]) -> void:
	for y: int in range(floori(center.y - radius.y), ceili(center.y + radius.y) + 1):
		for x: int in range(floori(center.x - radius.x), ceili(center.x + radius.x) + 1):
			var across := Vector2((x + 0.5 - center.x) / radius.x, (y + 0.5 - center.y) / radius.y)
			var far: float = across.length_squared()
			if far <= 1.0:
				var normal := Vector3(across.x, across.y, sqrt(1.0 - far))
				dot(x, y, shade(ramp, normal.dot(LIGHT) * 0.5 + 0.5, x, y))


## The colour of [param ramp] for a brightness from 0 to 1, dithered by the pixel's place.
static func shade(ramp: Array[Color], brightness: float, x: int, y: int) -> Color:
	var level: float = brightness * ramp.size() + (BAYER[posmod(y, 4) * 4 + posmod(x, 4)] / 16.0 - 0.5) * 0.55
	return ramp[clampi(floori(level), 0, ramp.size() - 1)]


## Brightens what is already drawn, most in the middle of a circle.
func glow(center: Vector2i, radius: int, color: Color) -> void:
	for y: int in range(-radius, radius + 1):
		for x: int in range(-radius, radius + 1):
			var near: float = 1.0 - Vector2(x, y).length() / radius
			var at: Vector2i = center + Vector2i(x, y)
			if near > 0.0 and Rect2i(Vector2i.ZERO, image.get_size()).has_point(at):
				dot(at.x, at.y, image.get_pixelv(at).lerp(color, roundf(near * 5.0) / 5.0 * 0.5))


## Fills a polygon with a ramp that gets darker from its left edge to its right edge.
func polygon(points: PackedVector2Array, ramp: Array[Color]) -> void:
	var box := Rect2(points[0], Vector2.ZERO)
	for point: Vector2 in points:
		box = box.expand(point)
	for y: int in range(floori(box.position.y), ceili(box.end.y)):
		for x: int in range(floori(box.position.x), ceili(box.end.x)):
			if Geometry2D.is_point_in_polygon(Vector2(x + 0.5, y + 0.5), points):
				var right: float = (x - box.position.x) / maxf(box.size.x, 1.0)
				var down: float = (y - box.position.y) / maxf(box.size.y, 1.0)
				dot(x, y, shade(ramp, 0.95 - 0.6 * right - 0.25 * down, x, y))


## Fills from top to bottom with a ramp that is spread over the height.
func gradient(area: Rect2i, ramp: Array[Color]) -> void:
	for y: int in range(area.position.y, area.end.y):
		var down: float = (y - area.position.y + 0.5) / area.size.y
		for x: int in range(area.position.x, area.end.x):
			dot(x, y, shade(ramp, down, x, y))


## Sprinkles single pixels of a colour; [param dice] decides where.
func speckle(area: Rect2i, color: Color, count: int, dice: RandomNumberGenerator) -> void:
	for i: int in count:
		dot(dice.randi_range(area.position.x, area.end.x - 1), dice.randi_range(area.position.y, area.end.y - 1), color)


## Stamps rows of characters; [param key] says which colour a character has, others stay clear.
func stamp(rows: PackedStringArray, at: Vector2i, key: Dictionary[String, Color], mirrored: bool = false) -> void:
	for y: int in rows.size():
		var row: String = rows[y]
		for x: int in row.length():
			var letter: String = row[row.length() - 1 - x] if mirrored else row[x]
			if key.has(letter):
				dot(at.x + x, at.y + y, key[letter])


## Surrounds everything that is drawn with a line of one pixel.
func outline(color: Color) -> void:
	var before: Image = image.duplicate()
	var size: Vector2i = image.get_size()
	for y: int in size.y:
		for x: int in size.x:
			if before.get_pixel(x, y).a < 0.5:
				for side: Vector2i in [Vector2i.LEFT, Vector2i.RIGHT, Vector2i.UP, Vector2i.DOWN]:
					var at: Vector2i = Vector2i(x, y) + side
					if Rect2i(Vector2i.ZERO, size).has_point(at) and before.get_pixelv(at).a >= 0.5:
						image.set_pixel(x, y, color)
						break


## Lays another drawing over this one.
func paste(other: Brush, at: Vector2i) -> void:
	image.blend_rect(other.image, Rect2i(Vector2i.ZERO, other.image.get_size()), at)
