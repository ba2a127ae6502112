@tool
extends RefCounted
## The audio bus of the music. It is created where the game has no bus of that name, and removed by its last user.

# The buses that were created here, with their numbers of users.
static var _users: Dictionary[StringName, int] = {}


## Creates the bus if it is missing. Each call needs a matching call of [method leave].
static func enter(name: StringName) -> void:
	# The editor has the buses of the edited project, and would save a new one with them.
	if Engine.is_editor_hint() or name.is_empty():
		return
	var found := AudioServer.get_bus_index(name) >= 0
	if found and not _users.has(name):
		return
	_users[name] = _users.get(name, 0) + 1
	if not found:
		AudioServer.add_bus()
		AudioServer.set_bus_name(AudioServer.bus_count - 1, name)
		AudioServer.set_bus_send(AudioServer.bus_count - 1, &"Master")


## Removes the bus if it was created here and has no more users.
static func leave(name: StringName) -> void:
	if not _users.has(name):
		return
	_users[name] -= 1
	if _users[name] > 0:
		return
	_users.erase(name)
	var index := AudioServer.get_bus_index(name)
	if index > 0:
		AudioServer.remove_bus(index)
