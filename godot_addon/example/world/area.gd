class_name Area
extends RefCounted
## A place of the game: its map, who lives there, what lurks there and what it sounds like.

## Letters of the map that stand for a prop (see [Props]); the others are ground.
const PROPS: Dictionary[String, String] = {
	"T": "oak", "A": "autumn", "b": "bush", "f": "flowers", "s": "sign", "l": "log", "r": "stone",
	"H": "house", "B": "bluehouse", "w": "well", "-": "fence", "S": "stall", "o": "barrel", "i": "lamp", "G": "gate",
	"c": "crystal", "a": "amethyst", "v": "spike", "m": "shroom", "g": "grave", "t": "torch", "n": "bones",
}

## Short name, as in the scene log.
var id: String
## Name that is shown to the player.
var title: String
## Colours of the ground.
var style: GroundStyle
## Rows of the map: [code].[/code] ground, [code]=[/code] path, [code]~[/code] pool, [code]#[/code] wall, or a prop's letter.
var rows: PackedStringArray
## Where the hero starts.
var start: Vector2i
## Who lives here.
var residents: Array[Resident] = []
## Kinds of foes (see [Foes]) that roam here; each entry is one group that fights together.
var bands: Array[PackedStringArray] = []
## Where foes roam on the map.
var lairs: Array[Vector2i] = []
## Ways out: a tile and the area it leads to.
var exits: Dictionary[Vector2i, String] = {}
## Colours behind a portrait.
var portrait_backdrop: Array[Color] = []
## What the map's light is multiplied with.
var light: Color = Color.WHITE
## Music file of each scene kind.
var music: Dictionary[String, String] = {}


## Every area of the game by its name.
static func all() -> Dictionary[String, Area]:
	return {"meadow": Meadow.build(), "village": Village.build(), "cave": Cave.build()}


## Width and height of the map in tiles.
func size() -> Vector2i:
	return Vector2i(rows[0].length(), rows.size())


## The map's letter at a tile; outside it is a wall.
func letter_at(tile: Vector2i) -> String:
	if not Rect2i(Vector2i.ZERO, size()).has_point(tile):
		return "#"
	return rows[tile.y][tile.x]
