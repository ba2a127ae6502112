extends RefCounted
## Text from the network, decoded without the errors that the engine logs for what is malformed. Godot's strings hold no NUL:
## U+FFFD stands for it.

# The highest bit of each of eight bytes.
const _NOT_ASCII: int = -0x7F7F7F7F7F7F7F80
const _BYTE_ORDER_MARK: PackedByteArray = [0xEF, 0xBB, 0xBF]


## Whether [param bytes] are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
static func is_utf8(bytes: PackedByteArray) -> bool:
	var size: int = bytes.size()
	var at: int = 0
	while at < size:
		if at + 8 <= size and bytes.decode_s64(at) & _NOT_ASCII == 0:
			at += 8
			continue
		var byte: int = bytes[at]
		at += 1
		if byte < 0x80:
			continue
		# What the second byte may be depends on the first; the others are 0x80 to 0xBF.
		var low: int = 0x80
		var high: int = 0xBF
		var end: int = at + 1
		if byte < 0xC2 or byte > 0xF4:
			return false
		if byte >= 0xF0:
			end = at + 3
			low = 0x90 if byte == 0xF0 else 0x80
			high = 0x8F if byte == 0xF4 else 0xBF
		elif byte >= 0xE0:
			end = at + 2
			low = 0xA0 if byte == 0xE0 else 0x80
			high = 0x9F if byte == 0xED else 0xBF
		if end > size:
			return false
		while at < end:
			if bytes[at] < low or bytes[at] > high:
				return false
			low = 0x80
			high = 0xBF
			at += 1
	return true


## The text that [param bytes], which must be UTF-8, stand for.
static func from_utf8(bytes: PackedByteArray) -> String:
	return _from_utf8(bytes) if bytes.find(0) < 0 else _between_nuls(bytes, _from_utf8)


## The text of which each of [param bytes] is one character, U+0000 to U+00FF.
static func from_latin1(bytes: PackedByteArray) -> String:
	return _from_latin1(bytes) if bytes.find(0) < 0 else _between_nuls(bytes, _from_latin1)


static func _between_nuls(bytes: PackedByteArray, decode: Callable) -> String:
	var parts := PackedStringArray()
	var start: int = 0
	var end: int = bytes.find(0)
	while end >= 0:
		parts.append(decode.call(bytes.slice(start, end)))
		start = end + 1
		end = bytes.find(0, start) if start < bytes.size() else -1
	parts.append(decode.call(bytes.slice(start)))
	return "\uFFFD".join(parts)


static func _from_utf8(bytes: PackedByteArray) -> String:
	if bytes.is_empty() or bytes[0] != _BYTE_ORDER_MARK[0] or bytes.slice(0, 3) != _BYTE_ORDER_MARK:
		return bytes.get_string_from_utf8()
	# The engine would take the mark away as the start of a file, so something has to stand before it.
	return (PackedByteArray([0x20]) + bytes).get_string_from_utf8().substr(1)


static func _from_latin1(bytes: PackedByteArray) -> String:
	# The engine's name for it: it takes Latin-1.
	return bytes.get_string_from_ascii()
