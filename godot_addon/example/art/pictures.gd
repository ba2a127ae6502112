class_name Pictures
extends RefCounted
## Keeps what has been drawn, so that each picture is drawn once a run.

static var _kept: Dictionary[String, ImageTexture] = {}


## The picture of a prop.
static func of_prop(prop: String) -> ImageTexture:
	return _keep("prop " + prop, func() -> ImageTexture: return Props.draw(prop).texture())


## The shadow under something of that width.
static func of_shadow(width: int) -> ImageTexture:
	return _keep("shadow %d" % width, func() -> ImageTexture: return Props.shadow(width).texture())


## The picture of a foe in a fight.
static func of_foe(foe: String) -> ImageTexture:
	return _keep("foe " + foe, func() -> ImageTexture: return Foes.draw(foe))


## The small picture of a foe on the map.
static func of_roaming_foe(foe: String) -> ImageTexture:
	return _keep("roaming " + foe, func() -> ImageTexture:
		var image: Image = of_foe(foe).get_image()
		image.resize(image.get_width() / 2, image.get_height() / 2, Image.INTERPOLATE_NEAREST)
		return ImageTexture.create_from_image(image))


## The backdrop of an area's fights.
static func of_backdrop(area: String) -> ImageTexture:
	return _keep("backdrop " + area, func() -> ImageTexture: return Backdrops.draw(area))


static func _keep(key: String, drawing: Callable) -> ImageTexture:
	if not _kept.has(key):
		_kept[key] = drawing.call()
	return _kept[key]
