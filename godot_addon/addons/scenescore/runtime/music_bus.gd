@tool
extends RefCounted
## The audio bus that music plays on: made where the game has none of that name, taken out again by its last user.

# The buses made here, with how many use them.
static var _users: Dictionary[StringName, int] = {}


## Makes sure that the bus is there; each call wants one of [method leave].
static func enter(name: StringName) -> void:
	# In the editor the buses are those of the project that is edited: a new one would be saved with it.
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


## Takes the bus out when it was made here and nobody uses it any more.
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
