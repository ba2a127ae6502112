@tool
extends "../dock_part.gd"
## The progress of the import, and a button that cancels it.

var _label := _Style.label()
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
	_label.size_flags_stretch_ratio = 1.8
	_label.mouse_filter = MOUSE_FILTER_PASS
	row.add_child(_label)
	var cancel := Button.new()
	cancel.text = "Cancel"
	cancel.tooltip_text = "Cancel the import. Pieces that are already imported stay."
	cancel.pressed.connect(func() -> void: session.cancel_import())
	row.add_child(cancel)


func mark_stale(_first: Variant = null, _second: Variant = null) -> void:
	# A hidden part gets no refresh, so show it first.
	visible = visible or (session != null and session.importing)
	super()


func refresh() -> void:
	visible = session.importing
	_bar.indeterminate = session.import_total == 0
	_bar.editor_preview_indeterminate = true
	_bar.max_value = maxi(session.import_total, 1)
	_bar.value = session.import_done
	if session.import_total == 0:
		_label.text = "Searching the folder…"
	elif session.import_done < session.import_total and session.import_eta_s > 0.0:
		_label.text = "%d of %d, %s" % [session.import_done, session.import_total, _Style.time_left(session.import_eta_s)]
	else:
		_label.text = "%d of %d" % [session.import_done, session.import_total]
	_label.tooltip_text = _label.text


func _signals() -> Array[Signal]:
	return [session.import_changed]
