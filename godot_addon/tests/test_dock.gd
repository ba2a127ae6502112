extends "dock_test_case.gd"
## The dock as a whole: its stages, its layout, the keyboard, and large data.

const Absence := preload("../addons/scenescore/editor/daemon/daemon_absence.gd")
const InstallLines := preload("../addons/scenescore/editor/daemon/install_lines.gd")


func test_every_stage_has_a_name_and_a_button() -> void:
	var expected: Dictionary[int, Array] = {
		Session.Stage.OFF: [Session.Action.START, "Start", "Stopped"],
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


func test_the_reasons_why_there_is_no_daemon_are_told_apart() -> void:
	session.addon_version = "0.2.0"
	await _show_absence(Absence.new(), "Stopped", "The Scenescore program isn't running")
	check(find("Look Again") == null, "nothing has to be installed")
	await _show_absence(
		Absence.new(Absence.Reason.NOT_INSTALLED), "Not installed", "The Scenescore program isn't on this computer yet"
	)
	check(find(InstallLines.INSTALL) is LineEdit, "the line that installs it can be copied")
	await _show_absence(
		Absence.new(Absence.Reason.WRONG_VERSION, "0.1.3"), "Wrong version", "Scenescore 0.1.3 is on this computer, and this addon is 0.2.0"
	)
	check(find(InstallLines.REINSTALL) is LineEdit, "the line that installs it anew can be copied")
	check(_find_part("The program is older than the addon: update Scenescore's repository to version 0.2.0") != null, "what to do")
	await _show_absence(
		Absence.new(Absence.Reason.WRONG_VERSION, "0.10.0"), "Wrong version", "Scenescore 0.10.0 is on this computer, and this addon is 0.2.0"
	)
	check(_find_part("Replace the addon by that of version 0.10.0") != null, "the addon is older")
	await _show_absence(
		Absence.new(Absence.Reason.WRONG_VERSION),
		"Wrong version",
		"The Scenescore program on this computer is too old for this addon, which is 0.2.0"
	)
	await _show_absence(Absence.new(Absence.Reason.CRASHED, "", "/opt/scenescore"), "Crashed", "The Scenescore program has failed")
	check(find("/opt/scenescore doctor") is LineEdit, "what shows the cause can be copied")


func test_the_button_does_what_the_session_says() -> void:
	var wanted: Array[String] = []
	panel.program_wanted.connect(wanted.append.bind("program"))
	panel.folder_wanted.connect(wanted.append.bind("folder"))
	await show_stage(Session.Stage.OFF, Session.Action.CHOOSE_PROGRAM, "Choose the program…")
	press("Choose the program…")
	await show_stage(Session.Stage.READY, Session.Action.CHOOSE_FOLDER, "Choose it…")
	press("Choose it…")
	equal(wanted, ["program", "folder"], "the dock asks")
	equal(session.asked, [], "and the session doesn't")
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	press("Play")
	equal(session.asked, ["act"])


func test_buttons_are_disabled_in_other_stages() -> void:
	session.absence = Absence.new(Absence.Reason.NOT_INSTALLED)
	await show_stage(Session.Stage.OFF, Session.Action.CHOOSE_PROGRAM, "Choose the program…")
	check(find(InstallLines.INSTALL) is LineEdit, "the command that installs the program can be copied")
	check(find("Look Again") != null, "a second look is offered")
	check((find("Choose music folder…") as Button).disabled, "no folder without a daemon")
	session.fill_library(3)
	await show_stage(Session.Stage.READY, Session.Action.PLAY, "Play")
	check(find("Look Again") == null, "what installs is gone")
	check(not (find("music") as Button).disabled, "another folder can be chosen")
	session.start_playing(3)
	await show_stage(Session.Stage.MATCHING, Session.Action.USE_HERE, "Use it")
	check(not (find("Listen to “Piece 1”") as Button).disabled, "a match can be heard")
	check(not (find("Use “Piece 1” here") as Button).disabled, "and used")
	await show_stage(Session.Stage.OFF, Session.Action.START, "Start")
	check(find("Listen to “Piece 1”") == null, "no ranking without a daemon")


func test_empty_pages_explain_themselves() -> void:
	await show_stage(Session.Stage.READY, Session.Action.CHOOSE_FOLDER, "Choose it…")
	check(find("No music yet: choose a folder.") != null, "the library says so")
	open("Cues")
	await settle()
	check(find("No cues yet: play your game, and press “Use here” beside a piece that fits the scene.") != null, "so do the cues")
	open("Bundles")
	await settle()
	check(find("No bundle is installed. Train one from a game's videos: scenescore train --game NAME VIDEO") != null, "and the bundles")


func test_a_problem_is_shown_as_it_is() -> void:
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


func test_a_hidden_dock_does_not_update_and_a_shown_one_does() -> void:
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


func test_a_narrow_dock_has_all_in_tabs_and_keeps_the_focus() -> void:
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


func _show_absence(absence: Absence, name_of_stage: String, title: String) -> void:
	session.absence = absence
	await show_stage(Session.Stage.OFF, Session.Action.START, "Start")
	check(find("Stage 1 of 5: " + name_of_stage) != null, "the stage is %s" % name_of_stage)
	check(find(title) is Label, title)


func _find_part(words: String) -> Label:
	for label: Label in panel.find_children("*", "Label", true, false):
		if label.is_visible_in_tree() and label.text.contains(words):
			return label
	return null
