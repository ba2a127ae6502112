extends SceneTree
## Starts what plays the example game with keys; run it with [code]godot -s[/code].
##
## A script given by [code]-s[/code] is read before the autoloads are there, so it can't name what uses them.


func _initialize() -> void:
	await process_frame
	var folder: String = (get_script() as Script).resource_path.get_base_dir()
	root.add_child((load(folder.path_join("person_at_keys.gd")) as GDScript).new())
