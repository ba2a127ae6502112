extends RefCounted
## Dumps a generated message in a form that JSON stores without loss. The Python tests dump their messages in the same way.


## Returns a dictionary of the message's fields, with null for unset ones.
static func of_message(message: RefCounted) -> Dictionary:
	var fields: Dictionary = {}
	for property: Dictionary in message.get_property_list():
		var name: String = property["name"]
		var usage: int = property["usage"]
		if not usage & PROPERTY_USAGE_SCRIPT_VARIABLE or name.begins_with("_"):
			continue
		var known: String = "has_" + name
		var is_set: bool = not message.has_method(known) or message.call(known)
		fields[name] = null
		if is_set:
			fields[name] = _of(message.get(name))
	return fields


static func _of(value: Variant) -> Variant:
	match typeof(value):
		TYPE_INT:
			return str(value)
		TYPE_STRING:
			var text: String = value
			return "s" + text.to_utf8_buffer().hex_encode()
		TYPE_FLOAT:
			return _of_float(value)
		TYPE_PACKED_BYTE_ARRAY:
			var bytes: PackedByteArray = value
			return "x" + bytes.hex_encode()
		TYPE_ARRAY:
			var array: Array = value
			return array.map(_of)
		TYPE_DICTIONARY:
			var entries: Dictionary = value
			var of_entries: Dictionary = {}
			for key: Variant in entries:
				of_entries[str(_of(key))] = _of(entries[key])
			return of_entries
		TYPE_OBJECT:
			if value == null:
				return null
			return of_message(value)
		_:
			return value


static func _of_float(value: float) -> String:
	var bytes := PackedByteArray()
	bytes.resize(8)
	bytes.encode_double(0, value)
	return "nan" if is_nan(value) else bytes.hex_encode()
