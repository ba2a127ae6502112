@tool
extends EditorExportPlugin
## Keeps out of exported games what only the editor needs.

## Of the addon's folder, what stays behind.
const EDITOR_ONLY: PackedStringArray = ["editor/", "plugin.gd", "export_plugin.gd", "icon.svg"]


# Sorts before "GDScript", the engine's own export plugin: after it, in the default script export mode, a script would already
# be in the pack as tokens when it is skipped here.
func _get_name() -> String:
	return "Addon Scenescore"


func _export_file(path: String, _type: String, _features: PackedStringArray) -> void:
	var folder: String = (get_script() as Script).resource_path.get_base_dir() + "/"
	if not path.begins_with(folder):
		return
	for part: String in EDITOR_ONLY:
		if path.trim_prefix(folder).begins_with(part):
			skip()
			return
