class_name Cave
extends RefCounted
## The cave: crystals in the dark, black water, and a ghost who waits for an answer to a letter.


## Builds the area.
static func build() -> Area:
	var area := Area.new()
	area.id = "cave"
	area.title = "The Humming Dark"
	area.style = GroundStyle.new([Ramps.CAVE_FLOOR, Ramps.of("1e1834 2b2444 413864 5c4f8a"), Ramps.of("302848 463a62 54477a 6a5c94"), Ramps.of("08243f 0c3a5c 12507a 2f8ab0"), Ramps.CAVE_WALL], false)
	area.rows = [
		"##################################",
		"##################################",
		"####...c...####..v......####....##",
		"###..==.....###....===......m...##",
		"##..==....v..#...===.=...a....c.##",
		"##.==..m.........=...===........##",
		"##.=.....####..===.v...==..####.##",
		"##.=..n.######.=..~~~~..=..####.##",
		"##.==...######.=.~~~~~~.==...##.##",
		"##..=....####..=.~~~~~~..=...v...#",
		"==========.....=..~~~~...===.....#",
		"##...v..==..t.==...~~..m...==..c.#",
		"##.a.....====.=..........n..==...#",
		"####.......====..v..####.....=..##",
		"#####..m.........c.######..t.=.###",
		"#####.........##...######....=.###",
		"####...c..t..####...####..g..=.###",
		"###.......v.######......g.===g..##",
		"##..a......#######.m...v..=..a..##",
		"###.....m..########......g...g.###",
		"##################################",
		"##################################",
	]
	area.start = Vector2i(4, 10)
	area.bands = [["bat", "bat"], ["skeleton"], ["golem"], ["skeleton", "bat"], ["bat", "ice", "bat"]]
	area.lairs = [Vector2i(8, 5), Vector2i(26, 4), Vector2i(9, 15), Vector2i(21, 12)]
	area.exits = {Vector2i(0, 10): "village"}
	area.portrait_backdrop = Ramps.of("0c0a24 14123a 201b55 33276f")
	area.light = Color(0.42, 0.42, 0.72)
	area.music = {"walk": "dungeon_1_dripping_dark.ogg", "talk": "sad_1_last_letter.ogg", "fight": "battle_2_blood_moon.ogg"}
	var ghost := Look.new("6f9fd8 c4e8ff 5f8fd0 4f78b8 a8d8f8", Look.Hat.NONE, Look.Hair.LONG)
	ghost.ghostly = true
	area.residents = [
		Resident.new("Elsbeth", ghost, Vector2i(27, 18), [
			["You carry a light. So did he, that night...", ">Who are you waiting for?", "I wrote him a letter. The last page is still here.",
				">What does it say?", "'Come home before the snow.' It snowed that day.", ">I am so sorry, Elsbeth.", "The stones hum it for me now. Every night."],
			["Is it winter outside? I can not feel it.", ">It is spring. The meadow is full of bees.", "He promised me a garden. Blue flowers, by a gate.",
				">There are blue flowers by the ford.", "Then somebody planted them... Tell me more.", ">They lean towards the cave. All of them."],
			["I forgot the sound of my own name.", ">It is Elsbeth. It stands on the stone.", "Say it again. Slowly, as he would.",
				">Elsbeth.", "There. For one breath I was warm.", ">I will come back and say it again."],
		]),
	]
	return area
