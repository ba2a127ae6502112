@tool
extends "../dock_part.gd"
## The bundles page: the bundle that the project uses, and which bundle's game looks most like the user's game.

enum BundlesPageColumn { GAME, SIMILARITY, DETAILS, COUNT }

var _advice := _Style.label()
var _ask := Button.new()
var _tree := Tree.new()
var _hint := Label.new()


func _init() -> void:
	var row := HBoxContainer.new()
	row.add_theme_constant_override(&"separation", _Style.px(8))
	add_child(row)
	_advice.mouse_filter = MOUSE_FILTER_PASS
	_advice.accessibility_live = DisplayServer.LIVE_POLITE
	row.add_child(_advice)
	_ask.text = "Compare"
	_ask.tooltip_text = "Compare the last 12 seconds of your game with the games of the bundles."
	_ask.pressed.connect(func() -> void: session.suggest_model())
	row.add_child(_ask)
	_hint.horizontal_alignment = HORIZONTAL_ALIGNMENT_CENTER
	_hint.vertical_alignment = VERTICAL_ALIGNMENT_CENTER
	_hint.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_hint.size_flags_vertical = SIZE_EXPAND_FILL
	add_child(_hint)
	_tree.columns = BundlesPageColumn.COUNT
	_tree.hide_root = true
	_tree.select_mode = Tree.SELECT_ROW
	_tree.allow_reselect = true
	_tree.size_flags_vertical = SIZE_EXPAND_FILL
	_tree.custom_minimum_size.y = _Style.px(60)
	_tree.accessibility_name = "Bundles"
	_tree.set_column_expand_ratio(BundlesPageColumn.GAME, 3)
	_tree.set_column_expand_ratio(BundlesPageColumn.DETAILS, 3)
	_tree.set_column_expand(BundlesPageColumn.SIMILARITY, false)
	for column: int in BundlesPageColumn.COUNT:
		_tree.set_column_clip_content(column, true)
	_tree.item_activated.connect(func() -> void: _choose(_tree.get_selected()))
	_tree.item_mouse_selected.connect(_on_click)
	_tree.create_item()
	add_child(_tree)


func refresh() -> void:
	var empty: bool = session.models.is_empty()
	_tree.visible = not empty
	_hint.visible = empty
	_hint.text = (
		"The bundles appear here once the Scenescore program runs." if session.stage < _Session.Stage.READY
		else "No bundle is installed. Train one from a game's videos: scenescore train --game NAME VIDEO"
	)
	_ask.disabled = session.stage < _Session.Stage.READY or session.frames.is_empty()
	_ask.visible = not empty
	_advice.visible = not empty
	_advice.text = _advice_text()
	_advice.tooltip_text = _advice.text
	_tree.set_column_custom_minimum_width(BundlesPageColumn.SIMILARITY, _Style.px(74) if not session.suggestions.is_empty() else 0)
	_fill_tree()


func _signals() -> Array[Signal]:
	return [session.changed, session.models_changed, session.timeline_changed]


func _advice_text() -> String:
	if session.suggestions.is_empty():
		if session.frames.is_empty():
			return "The selected bundle is used. Play your game to compare it."
		return "The selected bundle is used. Which game looks most like yours?"
	return "Your game looks most like %s." % session.suggestions[0]["game"]


func _fill_tree() -> void:
	var items: Array[TreeItem] = _tree.get_root().get_children()
	for i: int in range(items.size(), session.models.size()):
		items.append(_tree.create_item())
	for i: int in items.size():
		if i < session.models.size():
			_fill_row(items[i], session.models[i])
		else:
			items[i].free()


func _fill_row(item: TreeItem, model: Dictionary) -> void:
	var id: String = model["name"]
	var used: bool = id == session.model
	item.set_metadata(0, id)
	item.set_text(BundlesPageColumn.GAME, model["game"])
	# Tree has no radio buttons of its own.
	item.set_icon(BundlesPageColumn.GAME, get_theme_icon(&"radio_checked" if used else &"radio_unchecked", &"PopupMenu"))
	item.set_custom_font(BundlesPageColumn.GAME, get_theme_font(&"bold" if used else &"main", &"EditorFonts"))
	item.set_text(BundlesPageColumn.DETAILS, _details(model))
	item.set_custom_color(BundlesPageColumn.DETAILS, _Style.dim_color(self))
	var words: String = "%s\n%s\n%s" % [model["game"], _details(model), "In use" if used else "Click or press Enter to use this bundle"]
	item.set_tooltip_text(BundlesPageColumn.GAME, words)
	item.set_tooltip_text(BundlesPageColumn.DETAILS, words)
	item.set_text(BundlesPageColumn.SIMILARITY, "")
	for i: int in session.suggestions.size():
		var suggestion: Dictionary = session.suggestions[i]
		if suggestion["name"] == id:
			var dissimilarity: float = suggestion["dissimilarity"]
			item.set_text(BundlesPageColumn.SIMILARITY, ("%.2f" if dissimilarity < 10.0 else "%.1f") % dissimilarity)
			item.set_icon(BundlesPageColumn.SIMILARITY, _Style.icon(self, &"Favorites") if i == 0 else null)
			item.set_tooltip_text(BundlesPageColumn.SIMILARITY, "How different this game looks from yours; lower is more similar.")
			return


func _details(model: Dictionary) -> String:
	var features: String = " + ".join(PackedStringArray(Array(model["features"])))
	var id: String = model["name"]
	var details: String = "%s · %s" % [id.trim_prefix("models/"), features]
	return details if model["preset"] == "default" else "%s · %s" % [details, model["preset"]]


func _on_click(_at: Vector2, mouse_button: int) -> void:
	if mouse_button == MOUSE_BUTTON_LEFT:
		_choose(_tree.get_selected())


func _choose(item: TreeItem) -> void:
	if item != null and item.get_metadata(0) != session.model:
		session.choose_model(item.get_metadata(0))
