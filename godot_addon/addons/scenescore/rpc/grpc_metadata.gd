extends RefCounted
## Translates between gRPC and HTTP/2 headers: creates a request's headers, and reads a response's headers and trailers.

const _Status := preload("grpc_status.gd")
const _WireText := preload("wire_text.gd")

const USER_AGENT := "grpc-gdscript/1.0"

const _NAME_CHARACTERS := "abcdefghijklmnopqrstuvwxyz0123456789-_."
const _BASE64_DIGITS := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# The codes for the HTTP status of a server or proxy that doesn't speak gRPC.
const _CODE_OF_HTTP: Dictionary[int, _Status.Code] = {
	400: _Status.Code.INTERNAL,
	401: _Status.Code.UNAUTHENTICATED,
	403: _Status.Code.PERMISSION_DENIED,
	404: _Status.Code.UNIMPLEMENTED,
	429: _Status.Code.UNAVAILABLE,
	502: _Status.Code.UNAVAILABLE,
	503: _Status.Code.UNAVAILABLE,
	504: _Status.Code.UNAVAILABLE,
}

# The codes for a stream's reset by its HTTP/2 error code; INTERNAL for all others.
const _CODE_OF_RESET: Dictionary[int, _Status.Code] = {
	7: _Status.Code.UNAVAILABLE,
	8: _Status.Code.CANCELLED,
	11: _Status.Code.RESOURCE_EXHAUSTED,
	12: _Status.Code.PERMISSION_DENIED,
}


## Returns the headers of a call of [param path]. [param timeout_us] 0 means no deadline.
static func request_headers(
	path: String, authority: String, timeout_us: int, metadata: Dictionary[String, String]
) -> Array[PackedStringArray]:
	var headers: Array[PackedStringArray] = [
		[":method", "POST"],
		[":scheme", "http"],
		[":path", path],
		[":authority", authority],
		["te", "trailers"],
		["content-type", "application/grpc"],
		["user-agent", USER_AGENT],
	]
	if timeout_us > 0:
		headers.append(PackedStringArray(["grpc-timeout", timeout_text(timeout_us)]))
	for name: String in metadata:
		headers.append(PackedStringArray([name.to_lower(), metadata[name]]))
	return headers


## Returns why [param metadata] can't be sent; empty when it can.
static func problem_of(metadata: Dictionary[String, String]) -> String:
	for name: String in metadata:
		var lower := name.to_lower()
		var is_reserved := lower.begins_with("grpc-") or lower in ["te", "content-type", "user-agent"]
		if lower.is_empty() or is_reserved or not lower.lstrip(_NAME_CHARACTERS).is_empty():
			return 'metadata may not be named "%s"' % name
		var value := metadata[name]
		for i: int in value.length():
			if value.unicode_at(i) < 0x20 or value.unicode_at(i) > 0x7e:
				return 'the value of the metadata "%s" is not printable ASCII' % name
	return ""


## Returns a timeout in the format of [code]grpc-timeout[/code]: at most eight digits and a unit.
static func timeout_text(timeout_us: int) -> String:
	if timeout_us < 100_000_000:
		return "%du" % timeout_us
	if timeout_us < 100_000_000_000:
		return "%dm" % floori(timeout_us / 1e3)
	return "%dS" % mini(floori(timeout_us / 1e6), 99_999_999)


## Returns the metadata in [param headers]: all but those of HTTP and gRPC themselves.
static func from_headers(headers: Array[PackedStringArray]) -> Dictionary[String, String]:
	var metadata: Dictionary[String, String] = {}
	for header: PackedStringArray in headers:
		var name := header[0]
		if name.begins_with(":") or name.begins_with("grpc-") or name == "content-type":
			continue
		metadata[name] = "%s,%s" % [metadata[name], header[1]] if name in metadata else header[1]
	return metadata


## Returns the value of [param name] in [param headers]; empty when it is missing.
static func value_of(name: String, headers: Array[PackedStringArray]) -> String:
	for header: PackedStringArray in headers:
		if header[0] == name:
			return header[1]
	return ""


## Returns the status in [param trailers].
static func status_from_trailers(trailers: Array[PackedStringArray]) -> _Status:
	var code := value_of("grpc-status", trailers)
	if code.is_empty():
		return status_from_http(value_of(":status", trailers))
	var status := _Status.new()
	var is_known := code.is_valid_int() and int(code) in _Status.Code.values()
	status.code = int(code) as _Status.Code if is_known else _Status.Code.UNKNOWN
	status.message = percent_decoded(value_of("grpc-message", trailers))
	status.details = base64_decoded(value_of("grpc-status-details-bin", trailers))
	status.trailers = from_headers(trailers)
	return status


## Returns the status of a response without a gRPC status, by its HTTP status. Trailers have no HTTP status.
static func status_from_http(http: String) -> _Status:
	if http.is_empty() or http == "200":
		return _Status.new(_Status.Code.UNKNOWN, "the server sent no grpc-status")
	var code: _Status.Code = _CODE_OF_HTTP.get(int(http), _Status.Code.UNKNOWN)
	return _Status.new(code, "the server answered with HTTP status %s" % http)


## Returns the status for a stream that ended with the HTTP/2 error [param error]; -1 means a lost connection.
static func status_from_reset(error: int, problem: String) -> _Status:
	if error < 0:
		return _Status.new(_Status.Code.UNAVAILABLE, problem)
	var code: _Status.Code = _CODE_OF_RESET.get(error, _Status.Code.INTERNAL)
	return _Status.new(code, problem)


## Returns the text of a [code]grpc-message[/code]. ([method String.uri_file_decode] fails on lower-case digits and logs errors.)
static func percent_decoded(text: String) -> String:
	if not "%" in text:
		return text
	var bytes := PackedByteArray()
	var parts := text.split("%")
	bytes.append_array(parts[0].to_utf8_buffer())
	for part: String in parts.slice(1):
		if part.substr(0, 2).length() == 2 and part.substr(0, 2).is_valid_hex_number():
			bytes.append(part.substr(0, 2).hex_to_int())
			bytes.append_array(part.substr(2).to_utf8_buffer())
		else:
			bytes.append_array(("%" + part).to_utf8_buffer())
	return _WireText.from_utf8(bytes) if _WireText.is_utf8(bytes) else _WireText.from_latin1(bytes)


## Decodes base64 with or without padding, as gRPC peers may send it; empty when it is not base64.
static func base64_decoded(text: String) -> PackedByteArray:
	var digits := text.rstrip("=")
	if digits.is_empty() or digits.length() % 4 == 1 or not digits.lstrip(_BASE64_DIGITS).is_empty():
		return PackedByteArray()
	return Marshalls.base64_to_raw(digits.rpad(ceili(digits.length() / 4.0) * 4, "="))
