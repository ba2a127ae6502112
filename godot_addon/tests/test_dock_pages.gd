extends "dock_test_case.gd"
## The dock's other pages: the library, the bundles and the cues.


func test_the_library_is_searched_and_keeps_its_scroll_position() -> void:
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


func test_the_keyboard_plays_and_uses_a_piece_of_the_library() -> void:
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


func test_an_import_shows_its_progress_and_broken_files() -> void:
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


func test_a_bundle_is_chosen_and_the_most_similar_is_named() -> void:
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


func test_cues_are_listed_removed_and_copied() -> void:
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
