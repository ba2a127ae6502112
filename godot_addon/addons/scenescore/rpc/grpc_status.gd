extends RefCounted
## The status of a finished gRPC call: its code, the server's message, and the trailers.

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const Code := GrpcStatusCode

## gRPC's status codes.
enum GrpcStatusCode {
	OK = 0,
	CANCELLED = 1,
	UNKNOWN = 2,
	INVALID_ARGUMENT = 3,
	DEADLINE_EXCEEDED = 4,
	NOT_FOUND = 5,
	ALREADY_EXISTS = 6,
	PERMISSION_DENIED = 7,
	RESOURCE_EXHAUSTED = 8,
	FAILED_PRECONDITION = 9,
	ABORTED = 10,
	OUT_OF_RANGE = 11,
	UNIMPLEMENTED = 12,
	INTERNAL = 13,
	UNAVAILABLE = 14,
	DATA_LOSS = 15,
	UNAUTHENTICATED = 16,
}

## The code; [constant Code.OK] when the call succeeded.
var code: GrpcStatusCode = GrpcStatusCode.OK

## The server's message, or the channel's where the server was not reached.
var message: String = ""

## [code]grpc-status-details-bin[/code] as the server sent it: a serialised [code]google.rpc.Status[/code], or empty.
var details: PackedByteArray = PackedByteArray()

## The other trailers. Values of names that end in [code]-bin[/code] are base64, as on the wire. Several values
## of one name are joined by commas.
var trailers: Dictionary[String, String] = {}


func _init(of_code: GrpcStatusCode = GrpcStatusCode.OK, of_message: String = "") -> void:
	code = of_code
	message = of_message


## Whether the call succeeded.
func is_ok() -> bool:
	return code == GrpcStatusCode.OK


## Returns the code's name, such as [code]"NOT_FOUND"[/code].
func code_name() -> String:
	return GrpcStatusCode.find_key(code)


func _to_string() -> String:
	return code_name() if message.is_empty() else "%s: %s" % [code_name(), message]
