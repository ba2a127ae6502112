extends "test_case.gd"
## Finding the daemon by its ready file.

const DaemonAddress := preload("../addons/scenescore/runtime/daemon_address.gd")
const NAMES: PackedStringArray = ["SCENESCORE_HOME", "XDG_DATA_HOME", "HOME"]

var _kept: Dictionary[String, String] = {}
var _folder: DirAccess


func before_each() -> void:
	for name: String in NAMES:
		_kept[name] = OS.get_environment(name)
	_folder = DirAccess.create_temp("address")


func after_each() -> void:
	for name: String in NAMES:
		OS.set_environment(name, _kept[name])


func test_the_home_is_the_daemons_home() -> void:
	OS.set_environment("HOME", "/home/ann")
	OS.set_environment("XDG_DATA_HOME", "")
	OS.set_environment("SCENESCORE_HOME", "")
	equal(DaemonAddress.ready_file(), "/home/ann/.local/share/scenescore/run/daemon.json")
	OS.set_environment("XDG_DATA_HOME", "/data/ann")
	equal(DaemonAddress.home(), "/data/ann/scenescore")
	OS.set_environment("SCENESCORE_HOME", "/elsewhere")
	equal(DaemonAddress.ready_file(), "/elsewhere/run/daemon.json")
	OS.set_environment("SCENESCORE_HOME", "~/music home")
	equal(DaemonAddress.home(), "/home/ann/music home")


func test_without_a_home_there_is_no_ready_file() -> void:
	for name: String in NAMES:
		OS.set_environment(name, "")
	equal(DaemonAddress.home(), "")
	equal(DaemonAddress.ready_file(), "")
	check(DaemonAddress.read() == null, "nothing is read")


func test_a_ready_file_has_the_daemons_address() -> void:
	var read := DaemonAddress.read(_ready_file({"addresses": ["127.0.0.1:4317", "unix:/run/s"]}))
	equal(read.target, "127.0.0.1:4317")
	equal(read.token, "secret")
	equal(read.version, "1.2.3")
	equal(read.pid, 4711)


func test_a_daemon_with_tls_is_reached_by_its_unix_socket_only() -> void:
	var both := _ready_file({"addresses": ["192.0.2.1:4317", "unix:/run/s"], "tls": true})
	equal(DaemonAddress.read(both).target, "unix:/run/s")
	check(DaemonAddress.read(_ready_file({"addresses": ["192.0.2.1:4317"], "tls": true})) == null, "TLS alone")


func test_a_missing_file_or_token_is_no_daemon() -> void:
	check(DaemonAddress.read(_folder.get_current_dir().path_join("none.json")) == null, "no file")
	check(DaemonAddress.read(_ready_file({"token_file": "/nowhere/token"})) == null, "no token")


func test_an_invalid_ready_file_is_no_daemon() -> void:
	for text: String in ["", "{", "[]", "7", "{}", '{"addresses": 7, "tls": false}', '{"addresses": [7], "tls": "no"}']:
		check(DaemonAddress.read(_written("odd.json", text)) == null, text)
	check(DaemonAddress.read(_ready_file({"token_file": 7})) == null, "a token file that is a number")
	equal(DaemonAddress.read(_ready_file({"pid": "many"})).pid, 0)


func _ready_file(values: Dictionary) -> String:
	var told: Dictionary = {
		"pid": 4711,
		"addresses": ["127.0.0.1:4317"],
		"token_file": _written("token", "secret\n"),
		"version": "1.2.3",
		"tls": false,
	}
	return _written("daemon.json", JSON.stringify(told.merged(values, true)))


func _written(name: String, text: String) -> String:
	var path: String = _folder.get_current_dir().path_join(name)
	var file := FileAccess.open(path, FileAccess.WRITE)
	file.store_string(text)
	return path
