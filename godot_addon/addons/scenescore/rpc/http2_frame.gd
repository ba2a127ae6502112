extends RefCounted
## HTTP/2 frames (RFC 9113, section 6): their constants, and functions that create the client's frames.

# The short names for other scripts. The enums' own names are long because GDScript looks up a type among the game's
# global classes first.
const Type := Http2FrameType
const ErrorCode := Http2FrameErrorCode
const Setting := Http2FrameSetting

enum Http2FrameType { DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION }

enum Http2FrameErrorCode {
	NO_ERROR,
	PROTOCOL_ERROR,
	INTERNAL_ERROR,
	FLOW_CONTROL_ERROR,
	SETTINGS_TIMEOUT,
	STREAM_CLOSED,
	FRAME_SIZE_ERROR,
	REFUSED_STREAM,
	CANCEL,
	COMPRESSION_ERROR,
	CONNECT_ERROR,
	ENHANCE_YOUR_CALM,
	INADEQUATE_SECURITY,
	HTTP_1_1_REQUIRED,
}

enum Http2FrameSetting {
	HEADER_TABLE_SIZE = 1,
	ENABLE_PUSH = 2,
	MAX_CONCURRENT_STREAMS = 3,
	INITIAL_WINDOW_SIZE = 4,
	MAX_FRAME_SIZE = 5,
	MAX_HEADER_LIST_SIZE = 6,
}

const FLAG_ACK := 0x1
const FLAG_END_STREAM := 0x1
const FLAG_END_HEADERS := 0x4
const FLAG_PADDED := 0x8
const FLAG_PRIORITY := 0x20

## The first bytes that a client sends.
const PREFACE := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

## The length of a frame's header.
const HEADER_BYTES := 9

## The longest payload that each peer must accept, and the longest that this client reads.
const MAX_PAYLOAD := 16384

## The initial size of all windows.
const DEFAULT_WINDOW := 65535

## The largest size of a window.
const MAX_WINDOW := 0x7fffffff


## Returns the nine bytes of a frame's header.
static func header(payload_bytes: int, type: int, flags: int, stream: int) -> PackedByteArray:
	return PackedByteArray([
		payload_bytes >> 16, (payload_bytes >> 8) & 0xff, payload_bytes & 0xff, type, flags,
		stream >> 24, (stream >> 16) & 0xff, (stream >> 8) & 0xff, stream & 0xff,
	])


## Returns a SETTINGS frame with [param values].
static func settings(values: Dictionary[int, int]) -> PackedByteArray:
	var bytes := header(6 * values.size(), Http2FrameType.SETTINGS, 0, 0)
	for setting: int in values:
		bytes.append_array(PackedByteArray([setting >> 8, setting & 0xff]))
		bytes.append_array(u32_bytes(values[setting]))
	return bytes


## Returns the acknowledgement of a peer's SETTINGS.
static func settings_ack() -> PackedByteArray:
	return header(0, Http2FrameType.SETTINGS, FLAG_ACK, 0)


## Returns the acknowledgement of a PING with [param payload].
static func ping_ack(payload: PackedByteArray) -> PackedByteArray:
	return header(8, Http2FrameType.PING, FLAG_ACK, 0) + payload


## Returns a WINDOW_UPDATE by [param increment] bytes for [param stream], or for the connection with 0.
static func window_update(stream: int, increment: int) -> PackedByteArray:
	return header(4, Http2FrameType.WINDOW_UPDATE, 0, stream) + u32_bytes(increment)


## Returns a RST_STREAM frame, which ends [param stream] with an error.
static func rst_stream(stream: int, error: int) -> PackedByteArray:
	return header(4, Http2FrameType.RST_STREAM, 0, stream) + u32_bytes(error)


## Returns a GOAWAY frame, which ends the connection. A server opens no streams, so the last stream is 0.
static func goaway(error: int, text: String) -> PackedByteArray:
	var debug := text.to_utf8_buffer()
	return header(8 + debug.size(), Http2FrameType.GOAWAY, 0, 0) + u32_bytes(0) + u32_bytes(error) + debug


## Returns the HEADERS frame of [param block], with CONTINUATION frames where it doesn't fit into one.
static func headers(stream: int, block: PackedByteArray) -> PackedByteArray:
	var bytes := PackedByteArray()
	var type := Http2FrameType.HEADERS
	var at := 0
	while true:
		var end := mini(at + MAX_PAYLOAD, block.size())
		bytes.append_array(header(end - at, type, FLAG_END_HEADERS if end == block.size() else 0, stream))
		bytes.append_array(block.slice(at, end))
		if end == block.size():
			return bytes
		at = end
		type = Http2FrameType.CONTINUATION
	return bytes


## Returns [param value] as four bytes, big-endian.
static func u32_bytes(value: int) -> PackedByteArray:
	return PackedByteArray([(value >> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff])


## Returns the error code's name, such as [code]"PROTOCOL_ERROR"[/code].
static func error_name(error: int) -> String:
	var name: Variant = Http2FrameErrorCode.find_key(error)
	return name if name != null else "error %d" % error
