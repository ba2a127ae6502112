extends RefCounted
## A non-blocking socket: TCP to [code]HOST:PORT[/code], or the Unix socket [code]unix:/PATH[/code].
##
## A queue holds written bytes until the peer accepts them; [method StreamPeer.put_data] would block the game while the peer
## is busy.

# The short name for other scripts. The enum's own name is long because GDScript looks up a type among the game's
# global classes first.
const State := Http2SocketState

enum Http2SocketState { CONNECTING, CONNECTED, CLOSED }

## The state of the socket.
var state: Http2SocketState = Http2SocketState.CONNECTING

## Why the socket was closed; empty while it is open.
var problem: String = ""

var _peer: StreamPeerSocket
var _out: StreamPeerBuffer = StreamPeerBuffer.new()


## Starts connecting. An invalid target gives a closed socket with a [member problem].
func _init(target: String) -> void:
	var error: Error
	if target.begins_with("unix:"):
		error = _connect_unix(target.trim_prefix("unix:"))
	else:
		var host := target.get_slice(":", 0) if target.count(":") == 1 else target.substr(0, target.rfind(":"))
		host = host.trim_prefix("[").trim_suffix("]")
		var port := target.substr(target.rfind(":") + 1)
		# Resolving a name would block.
		host = "127.0.0.1" if host == "localhost" else host
		if not (host.is_valid_ip_address() and port.is_valid_int() and int(port) > 0 and int(port) < 65536):
			_close('"%s" is not an address: write HOST:PORT with an IP address or localhost, or unix:/PATH' % target)
			return
		var tcp := StreamPeerTCP.new()
		_peer = tcp
		error = tcp.connect_to_host(host, int(port))
	if error != OK:
		_close("connection refused")


func _connect_unix(path: String) -> Error:
	# Godot has no other way to check whether a socket exists.
	if FileAccess.get_modified_time(path) == 0:
		return ERR_FILE_NOT_FOUND
	var peer := StreamPeerUDS.new()
	_peer = peer
	# Godot would log an error for the socket of a server that has died; the caller reports it instead.
	var printed := Engine.print_error_messages
	Engine.print_error_messages = false
	var error := peer.connect_to_host(path)
	Engine.print_error_messages = printed
	return error


## Updates the state: the peer may have accepted, refused or closed the connection.
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


## Returns the bytes that have arrived, at most [param max_bytes].
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


## Sends as much as the peer accepts now.
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


## Returns the number of bytes that wait for the peer.
func queued_bytes() -> int:
	return _out.get_size()


## Closes the socket.
func close() -> void:
	_close("closed")


func _close(reason: String) -> void:
	if state == Http2SocketState.CLOSED:
		return
	state = Http2SocketState.CLOSED
	problem = reason
	_out.clear()
	if _peer != null:
		_peer.disconnect_from_host()
