@tool
extends RefCounted
## HPACK's static table (RFC 7541, appendix A).

## The names and values; the first has number 1. (A variable, because a constant's pairs would be untyped; a tool script,
## because in the editor only those have static variables.)
static var headers: Array[PackedStringArray] = [
	[":authority", ""],
	[":method", "GET"],
	[":method", "POST"],
	[":path", "/"],
	[":path", "/index.html"],
	[":scheme", "http"],
	[":scheme", "https"],
	[":status", "200"],
	[":status", "204"],
	[":status", "206"],
	[":status", "304"],
	[":status", "400"],
	[":status", "404"],
	[":status", "500"],
	["accept-charset", ""],
	["accept-encoding", "gzip, deflate"],
	["accept-language", ""],
	["accept-ranges", ""],
	["accept", ""],
	["access-control-allow-origin", ""],
	["age", ""],
	["allow", ""],
	["authorization", ""],
	["cache-control", ""],
	["content-disposition", ""],
	["content-encoding", ""],
	["content-language", ""],
	["content-length", ""],
	["content-location", ""],
	["content-range", ""],
	["content-type", ""],
	["cookie", ""],
	["date", ""],
	["etag", ""],
	["expect", ""],
	["expires", ""],
	["from", ""],
	["host", ""],
	["if-match", ""],
	["if-modified-since", ""],
	["if-none-match", ""],
	["if-range", ""],
	["if-unmodified-since", ""],
	["last-modified", ""],
	["link", ""],
	["location", ""],
	["max-forwards", ""],
	["proxy-authenticate", ""],
	["proxy-authorization", ""],
	["range", ""],
	["referer", ""],
	["refresh", ""],
	["retry-after", ""],
	["server", ""],
	["set-cookie", ""],
	["strict-transport-security", ""],
	["transfer-encoding", ""],
	["user-agent", ""],
	["vary", ""],
	["via", ""],
	["www-authenticate", ""],
]
## Each header's number.
static var numbers: Dictionary[PackedStringArray, int] = {}
## Each name's first number.
static var name_numbers: Dictionary[String, int] = {}


static func _static_init() -> void:
	for i: int in headers.size():
		numbers[headers[i]] = i + 1
		name_numbers.get_or_add(headers[i][0], i + 1)
