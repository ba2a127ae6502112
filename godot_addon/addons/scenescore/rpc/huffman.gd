@tool
extends RefCounted
## Decodes HPACK's Huffman code (RFC 7541, appendix B).

## The length of each byte's code in bits. The last one is EOS, which must not occur in a string.
const LENGTHS: PackedByteArray = [
	13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
	6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
	13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
	15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
	20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
	22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
	26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
	20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
	30,
]
const EOS: int = 256
const _MAX_LENGTH: int = 30
# A table entry: the low 16 bits are the next state, the high bits a completed symbol plus 1.
const _REFUSED: int = -1

# The entry for each state (a node of the code's tree) and each next half byte. Created when it is first needed.
static var _table := PackedInt32Array()
# The states in which a string may end: after the last symbol there are fewer than eight 1 bits, or nothing.
static var _may_end := PackedByteArray()


## Decodes [param bytes] and appends the result to [param to]. Returns what is wrong with them; empty when nothing is.
static func decode(bytes: PackedByteArray, to: PackedByteArray) -> String:
	if _table.is_empty():
		_build_table()
	var table: PackedInt32Array = _table
	var state: int = 0
	for byte: int in bytes:
		var step: int = table[(state << 4) | (byte >> 4)]
		if step > 0xFFFF:
			to.append((step >> 16) - 1)
		elif step == _REFUSED:
			return "the Huffman code of a string holds the end-of-string symbol"
		step = table[((step & 0xFFFF) << 4) | (byte & 15)]
		if step > 0xFFFF:
			to.append((step >> 16) - 1)
		elif step == _REFUSED:
			return "the Huffman code of a string holds the end-of-string symbol"
		state = step & 0xFFFF
	return "" if _may_end[state] else "the Huffman code of a string ends within a symbol"


static func _build_table() -> void:
	var children: PackedInt32Array = _build_tree()
	var states: int = children.size() >> 1
	var table := PackedInt32Array()
	table.resize(states << 4)
	for entry: int in states << 4:
		var node: int = entry >> 4
		var symbol: int = -1
		for bit: int in [3, 2, 1, 0]:
			var child: int = children[(node << 1) | ((entry >> bit) & 1)]
			if child == -EOS - 1:
				symbol = EOS
				break
			if child < 0:
				symbol = -child - 1
				node = 0
			else:
				node = child
		table[entry] = _REFUSED if symbol == EOS else ((symbol + 1) << 16) | node
	_may_end.resize(states)
	var ones: int = 0
	for length: int in 8:
		_may_end[ones] = 1
		ones = children[(ones << 1) | 1]
	_table = table


# Returns two children for each node: another node's number, or -1 minus a symbol. The code is canonical: codes are
# consecutive numbers, sorted by length and then by symbol.
static func _build_tree() -> PackedInt32Array:
	var children: PackedInt32Array = [0, 0]
	var code: int = 0
	for length: int in range(1, _MAX_LENGTH + 1):
		code <<= 1
		var symbol: int = LENGTHS.find(length)
		while symbol >= 0:
			var node: int = 0
			for bit: int in range(length - 1, 0, -1):
				var branch: int = (node << 1) | ((code >> bit) & 1)
				if children[branch] == 0:
					children[branch] = children.size() >> 1
					children.append_array([0, 0])
				node = children[branch]
			children[(node << 1) | (code & 1)] = -symbol - 1
			code += 1
			symbol = LENGTHS.find(length, symbol + 1) if symbol < EOS else -1
	return children
