@tool
extends EditorExportPlugin
## Keeps the editor's files out of exported games.

## The paths in the addon's folder that are not exported.
const EDITOR_ONLY: PackedStringArray = ["editor/", "plugin.gd", "export_plugin.gd", "icon.svg"]


# The name must sort before "GDScript", the engine's own export plugin, which adds scripts to the pack as tokens in the default
# script export mode. After it, skipping a script has no effect.
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
