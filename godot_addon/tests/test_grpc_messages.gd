extends "test_case.gd"
## gRPC's messages, metadata and statuses by themselves.

const MessageReader := preload("../addons/scenescore/rpc/grpc_message_reader.gd")
const Metadata := preload("../addons/scenescore/rpc/grpc_metadata.gd")
const Status := preload("../addons/scenescore/rpc/grpc_status.gd")


func test_timeouts_on_the_wire() -> void:
	equal(Metadata.timeout_text(1), "1u")
	equal(Metadata.timeout_text(99_999_999), "99999999u")
	equal(Metadata.timeout_text(100_000_000), "100000m")
	equal(Metadata.timeout_text(100_000_000_000), "100000S")
	equal(Metadata.timeout_text(1 << 62), "99999999S")


func test_percent_encoded_messages() -> void:
	equal(Metadata.percent_decoded("plain + simple"), "plain + simple")
	equal(Metadata.percent_decoded("50 %25 %e2%82%ac %E2%82%AC%0a"), "50 % € €\n")
	equal(Metadata.percent_decoded("50% %zz %4"), "50% %zz %4")
	equal(Metadata.percent_decoded("%FF"), "ÿ")
	equal(Metadata.percent_decoded("%00"), "\uFFFD")


func test_base64_as_peers_send_it() -> void:
	equal(Metadata.base64_decoded("AAEC"), PackedByteArray([0, 1, 2]))
	equal(Metadata.base64_decoded("AP8="), PackedByteArray([0, 255]))
	equal(Metadata.base64_decoded("AP8"), PackedByteArray([0, 255]))
	for wrong: String in ["", "A", "AA=A", "Ä", "A B", "===="]:
		equal(Metadata.base64_decoded(wrong), PackedByteArray())


func test_statuses_as_text() -> void:
	equal(str(Status.new()), "OK")
	equal(str(Status.new(Status.Code.NOT_FOUND, "no track")), "NOT_FOUND: no track")
	check(Status.new().is_ok(), "the default is OK")
	var trailers: Array[PackedStringArray] = [["grpc-status", "x"], ["grpc-message", "%21"], ["a", "1"], ["a", "2"]]
	var status := Metadata.status_from_trailers(trailers)
	equal(str(status), "UNKNOWN: !")
	equal(status.trailers, {"a": "1,2"} as Dictionary[String, String])


func test_messages_split_anywhere() -> void:
	var whole := PackedByteArray([0, 0, 0, 0, 0]) + PackedByteArray([0, 0, 0, 0, 3, 7, 8, 9])
	for cut: int in range(whole.size() + 1):
		var reader := MessageReader.new(100)
		var seen: Array[PackedByteArray] = []
		for part: PackedByteArray in [whole.slice(0, cut), whole.slice(cut)] as Array[PackedByteArray]:
			var bytes := StreamPeerBuffer.new()
			bytes.data_array = part
			while bytes.get_position() < part.size():
				if reader.read(bytes, part.size()):
					seen.append(reader.message)
		equal(seen, [PackedByteArray(), PackedByteArray([7, 8, 9])] as Array[PackedByteArray])
		check(reader.is_between_messages(), "nothing is left")
