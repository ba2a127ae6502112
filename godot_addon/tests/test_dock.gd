extends "test_case.gd"
## The dock as a user meets it: parts are found by the words on them or, as a screen reader does, by their names.

const Panel_ := preload("../addons/scenescore/editor/dock/dock_panel.gd")
const SessionToShow := preload("dock_session.gd")
const Session := preload("../addons/scenescore/editor/session/editor_session.gd")
const Cue := preload("../addons/scenescore/runtime/cue.gd")

var session: SessionToShow
var panel: Panel_


func before_each() -> void:
	session = SessionToShow.new()
	panel = Panel_.new()
	panel.setup(session)
	panel.size = Vector2(1100, 360)
	add_child(panel)
	await settle()


func after_each() -> void:
	remove_child(panel)
	panel.free()
	session.free()


func test_every_stage_has_its_words_and_its_button() -> void:
	var expected: Dictionary[int, Array] = {
		Session.Stage.NOT_INSTALLED: [Session.Action.CHOOSE_PROGRAM, "Choose the program…", "Not installed"],
		Session.Stage.STARTING: [Session.Action.CANCEL, "Cancel", "Starting"],
		Session.Stage.READY: [Session.Action.PLAY, "Play", "Ready"],
		Session.Stage.LISTENING: [Session.Action.STOP, "Stop", "Listening"],
	}
	for stage: int in expected:
		await show_stage(stage, expected[stage][0], expected[stage][1])
		check(find(expected[stage][1]) is Button, "the button of stage %d is there" % stage)
		check(find("Stage %d of 5: %s" % [stage + 1, expected[stage][2]]) != null, "stage %d is named" % stage)
	session.start_playing(5)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use “Piece 0” here")
	check(find("Use “Piece 0” here") is Button, "the button of Matching is there")


func test_the_button_does_what_the_session_says() -> void:
	var wanted: Array[String] = []
	panel.program_wanted.connect(wanted.append.bind("program"))
	panel.folder_wanted.connect(wanted.append.bind("folder"))
	await show_stage(Session.Stage.NOT_INSTALLED, Session.Action.CHOOSE_PROGRAM, "Choose the program…")
	press("Choose the program…")
	await show_stage(Session.Stage.READY, Session.Action.CHOOSE_FOLDER, "Choose it…")
	press("Choose it…")
	equal(wanted, ["program", "folder"], "the dock asks")
	equal(session.asked, [], "and the session doesn't")
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	press("Play")
	equal(session.asked, ["act"])


func test_what_a_stage_does_not_offer_cannot_be_pressed() -> void:
	session.install_command = "install it"
	await show_stage(Session.Stage.NOT_INSTALLED, Session.Action.CHOOSE_PROGRAM, "Choose the program…")
	check(find("install it") is LineEdit, "the command that installs the program can be copied")
	check(find("Look Again") != null, "a second look is offered")
	check((find("Choose music folder…") as Button).disabled, "no folder without a daemon")
	session.install_command = ""
	session.fill_library(3)
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	check(find("Look Again") == null, "what installs is gone")
	check(not (find("music") as Button).disabled, "another folder can be chosen")
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	check(not (find("Listen to “Piece 1”") as Button).disabled, "a match can be heard")
	check(not (find("Use “Piece 1” here") as Button).disabled, "and used")
	await show_stage(Session.Stage.NOT_INSTALLED, Session.Action.START, "Start")
	check(find("Listen to “Piece 1”") == null, "no ranking without a daemon")


func test_nothing_is_said_with_words_where_there_is_nothing() -> void:
	await show_stage(Session.Stage.READY, Session.Action.CHOOSE_FOLDER, "Choose it…")
	check(find("No music yet: choose a folder.") != null, "the library says so")
	open("Cues")
	await settle()
	check(find("No cues yet: play your game, and press “Use here” beside a piece that fits the scene.") != null, "so do the cues")
	open("Bundles")
	await settle()
	check(find("No bundle is installed. Train one from a game's videos: scenescore train --game NAME VIDEO") != null, "and the bundles")


func test_a_problem_is_shown_in_its_own_words() -> void:
	check(find("What is wrong") == null, "all is well")
	session.problem = "error: port 7265 is taken\nby another program"
	session.changed.emit()
	await settle()
	equal((find("What is wrong") as RichTextLabel).text, session.problem)
	check(find("Copy") is Button, "and can be copied")
	session.problem = ""
	session.changed.emit()
	await settle()
	check(find("What is wrong") == null, "it goes when it is mended")


func test_ranking_rows_move_with_their_pieces_and_keep_the_focus() -> void:
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


func test_the_steady_match_and_the_piece_in_use_are_marked() -> void:
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


func test_a_new_scene_takes_a_typed_name_away_and_the_games_name_stands() -> void:
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


func test_the_library_is_searched_and_keeps_its_place() -> void:
	session.fill_library(300)
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	var tree := find("Pieces of the library") as Tree
	equal(shown_rows(tree).size(), 300)
	var row: TreeItem = shown_rows(tree)[200]
	row.select(0)
	tree.scroll_to_item(row)
	await settle()
	var scroll: Vector2 = tree.get_scroll()
	check(scroll.y > 0.0, "it is scrolled")
	session.auditioning = "tracks/200"
	session.audition_changed.emit()
	session.library_changed.emit()
	await settle()
	equal(tree.get_scroll(), scroll, "the scroll stays")
	check(tree.get_selected() == row, "the selection stays")
	var search := find("Search pieces by title, artist or licence") as LineEdit
	type(search, "PIECE 29")
	await settle()
	equal(shown_rows(tree).map(func(item: TreeItem) -> String: return item.get_text(0)).slice(0, 2), ["Piece 29", "Piece 290"])
	equal(shown_rows(tree).size(), 11)
	type(search, "no such piece")
	await settle()
	check(find("No piece is called “no such piece”.") != null, "an empty search says so")


func test_a_piece_is_heard_and_used_from_the_library_by_keyboard() -> void:
	session.fill_library(3)
	session.scene = "cave"
	session.answer = {"steps": 24, "matches": []}
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	var tree := find("Pieces of the library") as Tree
	shown_rows(tree)[1].select(0)
	tree.grab_focus()
	await hit(KEY_SPACE)
	session.auditioning = "tracks/1"
	await hit(KEY_SPACE)
	await hit(KEY_ENTER, true)
	equal(session.asked, ["audition tracks/1", "stop audition", "use tracks/1 for cave"])


func test_an_import_shows_how_far_it_is_and_what_it_could_not_read() -> void:
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	check(find("Import of music") == null, "no import, no bar")
	session.importing = true
	session.import_done = 30
	session.import_total = 120
	session.import_eta_s = 90.0
	session.broken = [{"file": "/music/a.mp3", "reason": "is not audio"}, {"file": "/music/b.ogg", "reason": "is cut off"}]
	session.import_changed.emit()
	await settle()
	equal((find("Import of music") as ProgressBar).ratio, 0.25)
	check(find("30 of 120, about 2 min left") != null, "what is left is told")
	press("Cancel")
	equal(session.asked, ["cancel import"])
	press("2 files couldn't be read")
	await settle()
	var rows: Array[TreeItem] = shown_rows(find("Files that couldn't be read") as Tree)
	equal(rows.map(func(item: TreeItem) -> String: return item.get_text(0) + " " + item.get_text(1)), ["a.mp3 is not audio", "b.ogg is cut off"])
	session.importing = false
	session.broken = []
	session.import_changed.emit()
	await settle()
	check(find("Import of music") == null and find("Files that couldn't be read") == null, "both go when it is over")


func test_a_bundle_is_chosen_and_the_likest_is_told() -> void:
	session.fill_models(3)
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	open("Bundles")
	await settle()
	var tree := find("Bundles") as Tree
	equal(shown_rows(tree).size(), 3)
	check((find("Compare") as Button).disabled, "there is nothing to compare yet")
	shown_rows(tree)[1].select(0)
	tree.item_activated.emit()
	equal(session.asked, ["choose models/1"])
	session.frames = [Image.create_empty(80, 80, false, Image.FORMAT_RGB8)]
	session.suggestions = [{"name": "models/2", "game": "Game 2", "dissimilarity": 0.1}]
	session.models_changed.emit()
	await settle()
	check(find("Your game looks most like Game 2.") != null, "the likest game is told")
	press("Compare")
	equal(session.asked[-1], "suggest")


func test_cues_are_listed_taken_away_and_copied() -> void:
	session.add_cue("village", 0)
	session.add_cue("cave", 1)
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	open("Cues (2)")
	await settle()
	var tree := find("Cues") as Tree
	equal(shown_rows(tree).map(func(item: TreeItem) -> String: return item.get_text(0)), ["village", "cave"])
	check(find("2 of 2 not in the project yet") != null, "what the game lacks is told")
	shown_rows(tree)[1].select(0)
	tree.grab_focus()
	await hit(KEY_DELETE)
	var question: ConfirmationDialog = panel.find_children("*", "ConfirmationDialog", true, false)[0]
	check(question.visible and question.dialog_text.contains("cave"), "it asks first")
	equal(session.asked, [])
	question.get_ok_button().pressed.emit()
	equal(session.asked, ["remove cave"])
	await settle()
	equal(shown_rows(tree).size(), 1)
	press("Copy the pieces into the project")
	await settle()
	check(find("Copying…") != null, "it tells that it works")
	session.copied.emit()
	await settle()
	check(find("Copied") != null, "and that it has worked")


func test_the_keyboard_reaches_every_part_in_reading_order() -> void:
	session.fill_library(5)
	session.start_playing(3)
	session.play_for(60.0, 10.0)
	session.add_cue("village", 0)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use the best")
	panel.focus_button()
	var order: Array[String] = []
	var control: Control = panel.get_viewport().gui_get_focus_owner()
	while control != null and order.size() < 40:
		var words: String = words_of(control)
		check(not words.is_empty(), "%s says what it is" % control)
		if words in order:
			break
		order.append(words)
		control = control.find_next_valid_focus()
	var expected: Array[String] = [
		"Use the best", "More", "Name of the scene", "Listen to “Piece 0”", "Listen to “Piece 1”",
		"Use “Piece 1” here", "Timeline of the play", "music", "Search pieces by title, artist or licence", "Pieces of the library",
	]
	var places: Array[int] = []
	for words: String in expected:
		check(words in order, "“%s” can be reached in %s" % [words, order])
		places.append(order.find(words))
	var sorted: Array[int] = places.duplicate()
	sorted.sort()
	equal(places, sorted, "from the top left to the bottom right")


func test_hidden_the_dock_does_nothing_and_shown_it_is_right() -> void:
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	panel.hide()
	await settle()
	session.rank([2, 1, 0])
	await settle()
	equal(ranking(), ["Piece 0", "Piece 1", "Piece 2"], "nothing moves while it is hidden")
	panel.show()
	await settle()
	equal(ranking(), ["Piece 2", "Piece 1", "Piece 0"])


func test_narrow_the_tabs_hold_all_and_the_focus_stays() -> void:
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	var field := find("Name of the scene") as LineEdit
	field.grab_focus()
	type(field, "half a na")
	panel.size = Vector2(420, 500)
	await settle()
	check(find("Name of the scene") == field and field.has_focus(), "what is being typed stays")
	equal(field.text, "half a na")
	open("Live")
	panel.size = Vector2(1100, 360)
	await settle()
	check(field.has_focus() and field.is_visible_in_tree(), "and back")


func test_huge_data_is_shown_without_an_error() -> void:
	session.fill_library(6000)
	session.start_playing(100)
	session.play_for(7200.0, 1.0)
	for i: int in 500:
		session.broken.append({"file": "/music/%d.mp3" % i, "reason": "is empty ".repeat(40)})
	session.answer["matches"][0]["title"] = "A title ".repeat(500)
	session.scene = "a scene ".repeat(20)
	session.problem = "a line of the problem\n".repeat(400)
	for i: int in 200:
		session.add_cue("scene %d" % i, i)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use “%s” here" % "A title ".repeat(500))
	for width: float in [3000.0, 900.0, 500.0, 240.0, 900.0]:
		panel.size = Vector2(width, 300)
		await settle()
		var least: Vector2 = panel.get_combined_minimum_size()
		# Less than there is, and than where the layout turns, or it could never become narrow again.
		check(least.x <= clampf(width - 20.0, 420.0, 700.0), "long words don't make the dock wide: %s at %s" % [least, width])
		check(least.y <= 320.0, "nor high: %s at %s" % [least, width])
	panel.size = Vector2(1100, 360)
	await settle()
	check(find("The first 500 of 6000 pieces: search to see others.") != null, "what isn't listed is told")
	equal(shown_rows(find("Pieces of the library") as Tree).size(), 500)


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


func test_pieces_have_colours_of_their_own() -> void:
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


# Deferred calls, layouts and redraws have been done.
func settle() -> void:
	for i: int in 3:
		await get_tree().process_frame


func show_stage(stage: int, action: int, button: String) -> void:
	session.stage = stage as Session.Stage
	session.action = action as Session.Action
	session.button_text = button
	session.tell_all()
	await settle()


# What is to be seen and says these words, or has this name for a screen reader.
func find(words: String) -> Control:
	for control: Control in panel.find_children("*", "Control", true, false):
		if control.is_visible_in_tree() and (control.accessibility_name == words or control.get(&"text") == words):
			return control
	return null


func find_by_tooltip(words: String) -> Control:
	for control: Control in panel.find_children("*", "Control", true, false):
		if control.is_visible_in_tree() and control.tooltip_text == words:
			return control
	return null


func words_of(control: Control) -> String:
	if not control.accessibility_name.is_empty():
		return control.accessibility_name
	if control is TabBar:
		return "the tabs"
	var text: String = control.get(&"text") if control.get(&"text") is String else ""
	return text


func press(words: String) -> void:
	var button := find(words) as Button
	check(button != null and not button.disabled, "“%s” can be pressed" % words)
	if button.toggle_mode:
		button.button_pressed = not button.button_pressed
	button.pressed.emit()


func type(field: LineEdit, text: String) -> void:
	field.text = text
	field.text_changed.emit(text)


func hit(key: Key, shift: bool = false) -> void:
	for down: bool in [true, false]:
		var event := InputEventKey.new()
		event.keycode = key
		event.shift_pressed = shift
		event.pressed = down
		get_viewport().push_input(event)
	await settle()


func open(tab: String) -> void:
	var tabs: TabContainer = panel.find_children("*", "TabContainer", true, false)[0]
	for i: int in tabs.get_tab_count():
		if tabs.get_tab_title(i) == tab:
			tabs.current_tab = i
			return
	check(false, "there is no tab “%s”" % tab)


# The titles of the ranking from its top.
func ranking() -> Array[String]:
	var result: Array[String] = []
	for button: Button in panel.find_children("*", "Button", true, false):
		if button.accessibility_name.begins_with("Listen to “"):
			result.append(button.accessibility_name.trim_prefix("Listen to “").trim_suffix("”"))
	return result


func shown_rows(tree: Tree) -> Array[TreeItem]:
	return tree.get_root().get_children().filter(func(item: TreeItem) -> bool: return item.visible)
