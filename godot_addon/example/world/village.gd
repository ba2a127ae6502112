class_name Village
extends RefCounted
## The village: red and blue roofs, a market, autumn trees, and an arena that opens at night.


## Builds the area.
static func build() -> Area:
	var area := Area.new()
	area.id = "village"
	area.title = "Harrowick"
	area.style = GroundStyle.new([Ramps.of("b98f5e cfa56c dcb67e ecd09c"), Ramps.of("8a6a48 a8835a b99468 f0e0b8"), Ramps.of("7d5548 a9745f bd8a72 d5a98e"), Ramps.WATER, Ramps.STONE], false)
	area.rows = [
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"A................................A",
		"A................................A",
		"A....H.......B.........H.......G.A",
		"A....=.......=..A......=......==.A",
		"A.b.i=...o...=.....i...=..o...=..A",
		"A.--.=.--..-.=.--....-.=.--...=b.A",
		"A....=.......=.........=......=..A",
		"A...==========================...A",
		"A...=i......======..i.......=.A..A",
		"=====.S.....======.....S....=....A",
		"A...=.......==w===..........=.b..A",
		"A.A.=..S....======....S.....=....A",
		"A...=i......======..i.......======",
		"A...==========================...A",
		"A......=..........=......=.......A",
		"A......=..........=......=....A..A",
		"A......=..........=......=.......A",
		"A...B..=.....H....=..B...=..H....A",
		"A...====.....=======.=====..=.bo.A",
		"A.b.....o.A.....b.......A.b......A",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	]
	area.start = Vector2i(4, 10)
	area.bands = [["knight"]]
	area.lairs = [Vector2i(30, 5)]
	area.exits = {Vector2i(0, 10): "meadow", Vector2i(33, 13): "cave"}
	area.portrait_backdrop = Ramps.of("b8603c d88a4c f0b86c f8dca0")
	area.light = Color(1.0, 0.95, 0.88)
	area.music = {"walk": "town_1_market_day.ogg", "talk": "talk_2_old_friends.ogg", "fight": "boss_1_iron_crown.ogg"}
	area.residents = [
		Resident.new("Bruna", Look.new("b03a2a f7cda4 8a3a5a 4a3a4a f4ead0", Look.Hat.BOW, Look.Hair.LONG), Vector2i(9, 10), [
			["Apples! Pears! Old friends half price!", ">Bruna! Are you still cheating at cards?", "Only against you, dear. You make it so easy.",
				">I was twelve years old!", "And you owed me six apples. You still do.", ">Then sell me seven, and we are even."],
			["You look thin. Does nobody feed heroes?", ">Mostly slimes try to feed on me.", "Sit. Eat. The world can wait for pie.",
				">What is in the pie?", "Everything that did not sell. It is my best one."],
		]),
		Resident.new("Captain Orso", Look.new("3a2a22 c98a5c 3a5a9a 3a3a4a d8c070", Look.Hat.NONE, Look.Hair.BALD, true), Vector2i(26, 9), [
			["Halt! Oh, it is you. Forget the halt.", ">Long watch, Captain?", "The arena is loud tonight. Iron Crown is back.",
				">They say that nobody ever beat him.", "They say. But you never listened to them, Wren.", ">You taught me that."],
			["Remember the old oak where we trained?", ">I remember falling out of it.", "Four times. You got up five. I counted.",
				">That is not possible, Orso.", "And yet I saw it. Good to have you home."],
		]),
		Resident.new("Lio the bard", Look.new("5a4ab0 f0c090 c06aa0 3a5a5a f0d050", Look.Hat.NONE, Look.Hair.LONG), Vector2i(18, 12), [
			["I need a rhyme for 'lantern'. Quick!", ">There is none, Lio.", "None? Then my ballad ends in the dark.",
				">Sing of the market instead.", "Market... lark, bit... You are a genius!", ">And you are still out of tune, old friend."],
			["Every street in Harrowick has its own note.", ">What note is this one?", "A warm G. Listen: wheels, bread, and pigeons.",
				">I only hear Bruna shouting.", "That is the harmony."],
		]),
	]
	return area
