@tool
extends RefCounted
## How to reach the daemon that runs for this user, as its ready file tells.
##
## Whether it still runs is not checked: a daemon that was killed leaves its file behind.

const _DaemonAddress := preload("daemon_address.gd")

## Where it answers: [code]HOST:PORT[/code] or [code]unix:PATH[/code].
var target: String = ""
## What it wants to see with every call.
var token: String = ""
## Its version.
var version: String = ""
## Its process.
var pid: int = 0


## Returns the folder of all that Scenescore keeps for this user; empty on a platform that it doesn't run on.
static func home() -> String:
	var chosen: String = OS.get_environment("SCENESCORE_HOME")
	if not chosen.is_empty():
		return _user_home() + chosen.substr(1) if chosen == "~" or chosen.begins_with("~/") else chosen
	match OS.get_name():
		"Windows":
			return _below(OS.get_environment("LOCALAPPDATA"), "scenescore")
		"macOS":
			return _below(_user_home(), "Library/Application Support/scenescore")
		"Linux", "FreeBSD", "NetBSD", "OpenBSD", "BSD":
			var data: String = OS.get_environment("XDG_DATA_HOME").strip_edges()
			return _below(data if not data.is_empty() else _below(_user_home(), ".local/share"), "scenescore")
	return ""


## Returns where the daemon says how to reach it; empty where there is no [method home].
static func ready_file() -> String:
	return _below(home(), "run/daemon.json")


## Reads a ready file, [method ready_file] unless another is named. Null when there is none, it can't be read, or this
## client can't reach what it names: Godot speaks no TLS that gRPC accepts.
static func read(file: String = "") -> _DaemonAddress:
	var path: String = file if not file.is_empty() else ready_file()
	if not FileAccess.file_exists(path):
		return null
	var parser := JSON.new()
	if parser.parse(FileAccess.get_file_as_string(path)) != OK or parser.data is not Dictionary:
		return null
	var told: Dictionary = parser.data
	var address := _DaemonAddress.new()
	address.target = _reachable(told)
	address.token = _read_token(told.get("token_file", ""))
	address.version = str(told.get("version", ""))
	address.pid = int(told.get("pid", 0)) if told.get("pid") is float else 0
	return address if not address.target.is_empty() and not address.token.is_empty() else null


# The first address in the clear; a daemon with TLS has that on its Unix socket only.
static func _reachable(told: Dictionary) -> String:
	var addresses: Variant = told.get("addresses")
	if addresses is Array:
		for address: Variant in addresses as Array:
			if address is String and (is_same(told.get("tls"), false) or (address as String).begins_with("unix:")):
				return address
	return ""


static func _read_token(path: Variant) -> String:
	if path is not String or not FileAccess.file_exists(path as String):
		return ""
	return FileAccess.get_file_as_string(path as String).strip_edges()


static func _user_home() -> String:
	return OS.get_environment("HOME")


# Without the folder there is nothing below it: never the file system's root.
static func _below(folder: String, path: String) -> String:
	return folder.path_join(path) if not folder.is_empty() else ""
