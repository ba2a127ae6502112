@tool
extends RefCounted
## The address of the user's daemon, from its ready file.
##
## The daemon may no longer run: a killed daemon leaves its ready file behind.

const _DaemonAddress := preload("daemon_address.gd")

## The address: [code]HOST:PORT[/code] or [code]unix:PATH[/code].
var target: String = ""
## The token that the daemon expects with each call.
var token: String = ""
## The daemon's version.
var version: String = ""
## The daemon's process id.
var pid: int = 0


## Returns Scenescore's folder of this user; empty on platforms on which it doesn't run.
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


## Returns the path of the ready file; empty where there is no [method home].
static func ready_file() -> String:
	return _below(home(), "run/daemon.json")


## Reads a ready file, by default [method ready_file]. Returns null when there is none, when it can't be read, or when its
## addresses need TLS: gRPC's servers don't accept Godot's TLS, which lacks ALPN.
static func read(file: String = "") -> _DaemonAddress:
	var path: String = file if not file.is_empty() else ready_file()
	if not FileAccess.file_exists(path):
		return null
	var parser := JSON.new()
	if parser.parse(FileAccess.get_file_as_string(path)) != OK or parser.data is not Dictionary:
		return null
	var content: Dictionary = parser.data
	var address := _DaemonAddress.new()
	address.target = _address_without_tls(content)
	address.token = _read_token(content.get("token_file", ""))
	address.version = str(content.get("version", ""))
	address.pid = int(content.get("pid", 0)) if content.get("pid") is float else 0
	return address if not address.target.is_empty() and not address.token.is_empty() else null


# Returns the first address without TLS. A daemon with TLS has one only on its Unix socket.
static func _address_without_tls(content: Dictionary) -> String:
	var addresses: Variant = content.get("addresses")
	if addresses is Array:
		for address: Variant in addresses as Array:
			if address is String and (is_same(content.get("tls"), false) or (address as String).begins_with("unix:")):
				return address
	return ""


static func _read_token(path: Variant) -> String:
	if path is not String or not FileAccess.file_exists(path as String):
		return ""
	return FileAccess.get_file_as_string(path as String).strip_edges()


static func _user_home() -> String:
	return OS.get_environment("HOME")


# An empty folder gives an empty path, never one below the file system's root.
static func _below(folder: String, path: String) -> String:
	return folder.path_join(path) if not folder.is_empty() else ""
