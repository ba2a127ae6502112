extends RefCounted
## Decodes text from the network without the errors that the engine logs for malformed text. Godot's strings can't contain
## NUL, which becomes U+FFFD.

# The highest bit of each of eight bytes.
const _NOT_ASCII: int = -0x7F7F7F7F7F7F7F80
const _BYTE_ORDER_MARK: PackedByteArray = [0xEF, 0xBB, 0xBF]


## Whether [param bytes] are valid UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
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
		# The range of the second byte depends on the first; the others are 0x80 to 0xBF.
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


## Decodes valid UTF-8.
static func from_utf8(bytes: PackedByteArray) -> String:
	return _from_utf8(bytes) if bytes.find(0) < 0 else _between_nuls(bytes, _from_utf8)


## Decodes Latin-1: each byte is one character, U+0000 to U+00FF.
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
	# The engine would remove the byte order mark at the start, so put a space before it.
	return (PackedByteArray([0x20]) + bytes).get_string_from_utf8().substr(1)


static func _from_latin1(bytes: PackedByteArray) -> String:
	# Despite its name, the engine's function decodes Latin-1.
	return bytes.get_string_from_ascii()
