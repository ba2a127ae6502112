class_name Meadow
extends RefCounted
## The sunny meadow: trees, a river, flowers, and slimes that think that it is theirs.


## Builds the area.
static func build() -> Area:
	var area := Area.new()
	area.id = "meadow"
	area.title = "Larkspur Meadow"
	area.style = GroundStyle.new([Ramps.MEADOW_GRASS, Ramps.of("ffd75e ff7d9c ffffff ff9ec2"), Ramps.DIRT, Ramps.WATER, Ramps.STONE], true)
	area.rows = [
		"TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT",
		"T..T....T.......f.~~~~....T....T.T",
		"T.f...b....T......~~~~..b....f...T",
		"TT....f.........T.~~~..T...b....TT",
		"T..T......f..b....~~~....f....T..T",
		"T......T.....f....~~~.......T....T",
		"T.f..b......T....~~~~..T..f....b.T",
		"T...======s......~~~....b......f.T",
		"TT..=....=====...~~~..f......T...T",
		"T...=.T......=...~~~.............T",
		"T.b.=...f....=====================",
		"T...=.......f=...~~~...b..T..f...T",
		"T.T.==....b..=.f.~~~~............T",
		"T....==......=...~~~~~...f..b..T.T",
		"T.f...==..T..=....~~~~.T.........T",
		"T......=.....=.l...~~~~.....f..b.T",
		"TT..b..=..f..==.....~~~...T.....TT",
		"T......=......=..f..~~~~.....T...T",
		"T.T..f.=.T....=......~~~.f.......T",
		"T......=====..=..b.T.~~~....b..T.T",
		"T.b.......======....f~~~~......f.T",
		"TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT",
	]
	area.start = Vector2i(13, 10)
	area.bands = [["slime", "slime"], ["mushroom"], ["wolf"], ["slime", "mushroom"], ["wolf", "slime"]]
	area.lairs = [Vector2i(5, 5), Vector2i(27, 7), Vector2i(28, 14), Vector2i(10, 17)]
	area.exits = {Vector2i(33, 10): "village"}
	area.portrait_backdrop = Ramps.of("6cc4f2 a4def7 d8f2d0 8ccf6a")
	area.light = Color(1.0, 0.99, 0.94)
	area.music = {"walk": "field_1_green_road.ogg", "talk": "talk_1_by_the_well.ogg", "fight": "battle_1_first_strike.ogg"}
	area.residents = [
		Resident.new("Marla", Look.new("8a4a22 f7cda4 4aa060 7a5a3a f2e0a0", Look.Hat.STRAW, Look.Hair.LONG), Vector2i(11, 9), [
			["Oh! You startled my bees, Wren.", ">Sorry, Marla. Is it honey time already?", "It would be, if slimes did not love honey too.",
				">I will shoo them off the clover field.", "Take a jar for the road. And mind the wolf!", ">Honey first. Then the wolf."],
			["Smell that? Rain by tomorrow.", ">The sky is as blue as a jay!", "Bees know. They all fly home early today.",
				">Then I had better reach the village soon.", "Follow the road east, over the ford."],
		]),
		Resident.new("Pip", Look.new("e8b848 f7cda4 d8643c 4a5a8a 5aa0e0"), Vector2i(7, 12), [
			["Watch this! I can skip a stone nine times!", ">Nine? I only ever got to five.", "You have to find a flat one. And say please.",
				">Please to whom?", "To the river, of course. It likes manners.", ">Then: please, river. Nine times!"],
			["When I grow up I want a sword like yours.", ">It is heavier than it looks, Pip.", "My wooden one beat three mushrooms!",
				">Three? Real ones?", "Well... two. And one was a flower.", ">I will tell it in the village anyway."],
		]),
		Resident.new("Old Tam", Look.new("dcdce4 e8b890 7a6a9a 5a5a6a 6a7a5a", Look.Hat.HOOD, Look.Hair.SHORT, true), Vector2i(22, 11), [
			["Sit a while. The grass is warm.", ">You always say that, Tam.", "And you never sit. Young legs, long roads.",
				">They say that the cave hums again at night.", "It hums for somebody it misses. Be kind in there.", ">I will. Thank you, Tam."],
			["I drew maps, once. Of places with no roads.", ">What do you draw now?", "Clouds. They never complain when I am late.",
				">Will you draw one for me?", "I did. It blew away to the west."],
		]),
	]
	return area
