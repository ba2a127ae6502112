@tool
extends EditorPlugin
## The editor plugin: registers Scenescore's parts in the editor, and removes them when the plugin is turned off.
##
## In a headless editor (imports, exports) it starts no daemon and shows no dock, unless the editor's command line has
## [code]-- --scenescore[/code].

const _Settings := preload("settings.gd")
const _ExportPlugin := preload("export_plugin.gd")
const _DebuggerPlugin := preload("editor/session/debugger_plugin.gd")
const _Session := preload("editor/session/editor_session.gd")
const _Dock := preload("editor/dock/dock.gd")

const _AUTOLOAD: String = "autoload/Scenescore"

var _export_plugin: _ExportPlugin
var _debugger: _DebuggerPlugin
var _session: _Session
var _dock: _Dock


func _enable_plugin() -> void:
	_ensure_autoload()


func _disable_plugin() -> void:
	if ProjectSettings.has_setting(_AUTOLOAD):
		ProjectSettings.clear(_AUTOLOAD)
		ProjectSettings.save()


func _enter_tree() -> void:
	_Settings.register()
	_export_plugin = _ExportPlugin.new()
	add_export_plugin(_export_plugin)
	# If the user has enabled the plugin in project.godot or moved its folder, the autoload is missing or its path is wrong.
	_ensure_autoload()
	if DisplayServer.get_name() == "headless" and not OS.get_cmdline_user_args().has("--scenescore"):
		return
	_open()


func _exit_tree() -> void:
	_close()
	remove_export_plugin(_export_plugin)
	_export_plugin = null


func _open() -> void:
	_debugger = _DebuggerPlugin.new()
	add_debugger_plugin(_debugger)
	_session = _Session.new()
	_session.debugger = _debugger
	add_child(_session)
	_dock = _Dock.new()
	_dock.setup(_session)
	add_dock(_dock)


func _close() -> void:
	if _dock == null:
		return
	remove_dock(_dock)
	_dock.queue_free()
	_dock = null
	remove_child(_session)
	_session.queue_free()
	_session = null
	remove_debugger_plugin(_debugger)
	_debugger = null


# Without add_autoload_singleton(): its change stays in memory until the project settings are saved, so a game that starts now,
# or a build from the files, would miss it. It also needs a UID that a newly opened project does not know yet.
func _ensure_autoload() -> void:
	var path: String = ProjectSettings.get_setting(_AUTOLOAD, "").trim_prefix("*")
	if path.begins_with("uid://") or FileAccess.file_exists(path):
		return
	var folder: String = (get_script() as Script).resource_path.get_base_dir()
	ProjectSettings.set_setting(_AUTOLOAD, "*" + folder.path_join("runtime/scenescore.gd"))
	ProjectSettings.save()
