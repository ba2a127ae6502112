extends RefCounted
## One socket that never blocks: TCP to [code]HOST:PORT[/code], or a Unix socket by [code]unix:/PATH[/code].
##
## What is written waits in a queue until the peer takes it; [method StreamPeer.put_data] would stall the game while
## the peer is busy.

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const State := Http2SocketState

enum Http2SocketState { CONNECTING, CONNECTED, CLOSED }

## Where the socket stands.
var state: Http2SocketState = Http2SocketState.CONNECTING

## Why it closed; empty while it has not.
var problem: String = ""

var _peer: StreamPeerSocket
var _out: StreamPeerBuffer = StreamPeerBuffer.new()


## Starts to connect. A target that makes no sense leaves a closed socket and a [member problem].
func _init(target: String) -> void:
	var error: Error
	if target.begins_with("unix:"):
		error = _connect_unix(target.trim_prefix("unix:"))
	else:
		var host := target.get_slice(":", 0) if target.count(":") == 1 else target.substr(0, target.rfind(":"))
		host = host.trim_prefix("[").trim_suffix("]")
		var port := target.substr(target.rfind(":") + 1)
		# Looking a name up would block.
		host = "127.0.0.1" if host == "localhost" else host
		if not (host.is_valid_ip_address() and port.is_valid_int() and int(port) > 0 and int(port) < 65536):
			_close('"%s" is no address: write HOST:PORT with an IP address or localhost, or unix:/PATH' % target)
			return
		var tcp := StreamPeerTCP.new()
		_peer = tcp
		error = tcp.connect_to_host(host, int(port))
	if error != OK:
		_close("connection refused")


func _connect_unix(path: String) -> Error:
	# Godot has no other way to ask whether a socket is there.
	if FileAccess.get_modified_time(path) == 0:
		return ERR_FILE_NOT_FOUND
	var peer := StreamPeerUDS.new()
	_peer = peer
	# A socket that a dead server has left is no error to log: the caller learns of it.
	var printed := Engine.print_error_messages
	Engine.print_error_messages = false
	var error := peer.connect_to_host(path)
	Engine.print_error_messages = printed
	return error


## Moves on: notices that the peer accepted, refused or hung up.
func poll() -> void:
	if state == Http2SocketState.CLOSED:
		return
	_peer.poll()
	match _peer.get_status():
		StreamPeerSocket.STATUS_CONNECTED:
			if state == Http2SocketState.CONNECTING:
				state = Http2SocketState.CONNECTED
				if _peer is StreamPeerTCP:
					(_peer as StreamPeerTCP).set_no_delay(true)
		StreamPeerSocket.STATUS_NONE, StreamPeerSocket.STATUS_ERROR:
			_close("connection refused" if state == Http2SocketState.CONNECTING else "the server closed the connection")


## What has arrived, up to [param max_bytes]; empty when nothing has.
func read(max_bytes: int) -> PackedByteArray:
	if state != Http2SocketState.CONNECTED:
		return PackedByteArray()
	var available := _peer.get_available_bytes()
	if available <= 0:
		return PackedByteArray()
	var result := _peer.get_partial_data(mini(available, max_bytes))
	if result[0] != OK:
		_close("the connection broke")
		return PackedByteArray()
	return result[1]


## Queues [param bytes]; [method flush] sends them.
func write(bytes: PackedByteArray) -> void:
	if state != Http2SocketState.CLOSED and not bytes.is_empty():
		_out.put_data(bytes)


## Sends what the peer takes now.
func flush() -> void:
	if state != Http2SocketState.CONNECTED or _out.get_size() == 0:
		return
	var result := _peer.put_partial_data(_out.data_array)
	if result[0] != OK:
		_close("the connection broke")
		return
	var sent: int = result[1]
	if sent == _out.get_size():
		_out.clear()
	elif sent > 0:
		_out.seek(sent)
		var rest: PackedByteArray = _out.get_data(_out.get_size() - sent)[1]
		_out.data_array = rest
		_out.seek(rest.size())


## Bytes that wait for the peer.
func queued_bytes() -> int:
	return _out.get_size()


## Hangs up.
func close() -> void:
	_close("closed")


func _close(why: String) -> void:
	if state == Http2SocketState.CLOSED:
		return
	state = Http2SocketState.CLOSED
	problem = why
	_out.clear()
	if _peer != null:
		_peer.disconnect_from_host()
