@tool
extends RefCounted
## The addon's version, and which other versions it is compatible with.


## Returns the version in [code]plugin.cfg[/code]; empty where that file is missing.
static func current() -> String:
	var plugin := ConfigFile.new()
	var folder: String = (preload("addon_version.gd") as GDScript).resource_path.get_base_dir()
	if plugin.load(folder.path_join("../plugin.cfg").simplify_path()) != OK:
		return ""
	return plugin.get_value("plugin", "version", "")


## Whether a program of one version and an addon of another are compatible: their first two numbers must agree.
static func is_compatible(one: String, other: String) -> bool:
	var numbers: PackedStringArray = one.split(".")
	var others: PackedStringArray = other.split(".")
	return numbers.size() >= 2 and others.size() >= 2 and numbers[0] == others[0] and numbers[1] == others[1]
