extends "dock_test_case.gd"
## The dock's live page: the scene, the ranking and the timeline.


func test_ranking_rows_follow_their_pieces_and_keep_the_focus() -> void:
	session.start_playing(5)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	var button := find("Use “Piece 3” here") as Button
	button.grab_focus()
	session.rank([3, 1, 0, 2, 4])
	await settle()
	check(find("Use “Piece 3” here") == button, "the same button serves the piece")
	check(button.has_focus(), "it has kept the focus")
	equal(ranking(), ["Piece 3", "Piece 1", "Piece 0", "Piece 2", "Piece 4"])
	session.rank([7, 3, 8])
	await settle()
	equal(ranking(), ["Piece 7", "Piece 3", "Piece 8"])
	check(button.has_focus(), "others came and went")
	session.answer = {}
	session.answer_received.emit(session.answer)
	await settle()
	equal(ranking(), [])


func test_the_steady_match_and_the_scenes_cue_are_marked() -> void:
	session.start_playing(3)
	session.scene = "village"
	session.answer["steady_track"] = "tracks/1"
	session.add_cue("village", 2)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	check(find_by_tooltip("Steady: the settled choice for this scene") != null, "the steady match is marked")
	check((find("Piece 2 is the scene's cue") as Button).disabled, "the cue's piece can't be used twice")


func test_a_scene_without_a_name_is_asked_for_one() -> void:
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	press("Use “Piece 1” here")
	var field := find("Name of the scene") as LineEdit
	check(field.has_focus(), "the name is asked for")
	equal(session.asked, [], "nothing is used yet")
	type(field, "cave")
	field.text_submitted.emit("cave")
	equal(session.asked, ["use tracks/1 for cave"])
	press("Use it")
	equal(session.asked[-1], "use tracks/0 for cave", "the one button uses the top match")


func test_a_scene_change_clears_a_typed_name_and_keeps_the_games_name() -> void:
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	var field := find("Name of the scene") as LineEdit
	type(field, "cave")
	session.answer_received.emit(session.answer)
	await settle()
	equal(field.text, "cave", "it stays within the scene")
	session.answer["scene_changed"] = true
	session.answer_received.emit(session.answer)
	await settle()
	equal(field.text, "", "it is not the next scene's")
	session.scene = "boss"
	session.changed.emit()
	await settle()
	equal(field.text, "boss")
	session.answer_received.emit(session.answer)
	await settle()
	equal(field.text, "boss", "the game knows its scenes")


func test_two_hours_of_play_are_shown() -> void:
	session.start_playing(5)
	session.play_for(7200.0, 1.0)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	var start_us: int = Time.get_ticks_usec()
	for i: int in 50:
		session.play_for(7201.0 + i, 1.0)
		await settle()
	print("     one more second of a play of two hours takes %.1f ms" % ((Time.get_ticks_usec() - start_us) / 1000.0 / 50))
	var chart := find("Timeline of the play") as Control
	var motion := InputEventMouseMotion.new()
	motion.position = Vector2(chart.size.x / 2.0, 10.0)
	chart.gui_input.emit(motion)
	check(chart.tooltip_text.begins_with("1:00:") or chart.tooltip_text.begins_with("59:"), "half way is an hour: %s" % chart.tooltip_text)
	check(chart.tooltip_text.contains("Piece "), "the piece is named")
	session.timeline = []
	session.play_for(3.0, 1.0)
	await settle()
	motion.position.x = 1.0
	chart.gui_input.emit(motion)
	check(chart.tooltip_text.begins_with("0:00 to 0:01"), "a new play begins anew: %s" % chart.tooltip_text)


func test_each_piece_has_its_own_colour() -> void:
	var colors := preload("../addons/scenescore/editor/dock/track_colors.gd").new()
	var seen: Dictionary[Color, bool] = {}
	for i: int in 24:
		seen[colors.of("tracks/%d" % i, true)] = true
	equal(seen.size(), 24, "none twice")
	var again := preload("../addons/scenescore/editor/dock/track_colors.gd").new()
	equal(again.of("tracks/0", true), colors.of("tracks/0", true), "the same tomorrow")
	for i: int in range(24, 100):
		colors.of("tracks/%d" % i, true)
	equal(colors.of("tracks/7", false), colors.of("tracks/7", false), "and with many")
