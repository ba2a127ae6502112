@tool
extends "../dock_part.gd"
## How far the import of music is, and a button that ends it.

var _words := _Style.label()
var _bar := ProgressBar.new()


func _init() -> void:
	visible = false
	var row := HBoxContainer.new()
	add_child(row)
	_bar.custom_minimum_size.x = _Style.px(90)
	_bar.size_flags_horizontal = SIZE_EXPAND_FILL
	_bar.size_flags_vertical = SIZE_SHRINK_CENTER
	_bar.accessibility_name = "Import of music"
	row.add_child(_bar)
	_words.size_flags_stretch_ratio = 1.8
	_words.mouse_filter = MOUSE_FILTER_PASS
	row.add_child(_words)
	var cancel := Button.new()
	cancel.text = "Cancel"
	cancel.tooltip_text = "End the import. What is done stays."
	cancel.pressed.connect(func() -> void: session.cancel_import())
	row.add_child(cancel)


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden bar must hear too that an import has begun.
	visible = visible or (session != null and session.importing)
	super()


func refresh() -> void:
	visible = session.importing
	_bar.indeterminate = session.import_total == 0
	_bar.editor_preview_indeterminate = true
	_bar.max_value = maxi(session.import_total, 1)
	_bar.value = session.import_done
	if session.import_total == 0:
		_words.text = "Searching the folder…"
	elif session.import_done < session.import_total and session.import_eta_s > 0.0:
		_words.text = "%d of %d, %s" % [session.import_done, session.import_total, _Style.time_left(session.import_eta_s)]
	else:
		_words.text = "%d of %d" % [session.import_done, session.import_total]
	_words.tooltip_text = _words.text


func _signals() -> Array[Signal]:
	return [session.import_changed]
