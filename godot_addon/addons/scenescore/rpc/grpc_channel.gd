extends RefCounted
## A gRPC channel in pure GDScript: calls of all four kinds to one server in cleartext, over TCP or a Unix socket.
##
## Call [method poll] each frame and keep a reference to the channel: all reading and writing happens in there, and all
## that came is told there. It connects for the first call, and again, with growing pauses, while somebody wants it.

const _Call := preload("grpc_call.gd")
const _Connection := preload("http2_connection.gd")
const _Exchange := preload("grpc_exchange.gd")
const _Metadata := preload("grpc_metadata.gd")
const _Status := preload("grpc_status.gd")

## The connection's state is now [param state].
signal state_changed(state: GrpcChannelState)

# What these go by outside. Their own names are long: GDScript looks for a type among the game's classes first.
const State := GrpcChannelState

## Where the connection stands.
enum GrpcChannelState {
	IDLE,  ## Not connected.
	CONNECTING,  ## On the way.
	READY,  ## Calls go out at once.
	TRANSIENT_FAILURE,  ## The last attempt failed; the next one comes after a pause.
	SHUTDOWN,  ## [method close] was called.
}

const FIRST_PAUSE_S := 0.25
const LONGEST_PAUSE_S := 5.0

## Where the connection stands.
var state: GrpcChannelState = GrpcChannelState.IDLE

## Why the last connection failed or ended; empty while all is well.
var problem: String = ""

## Whether to connect, and to connect again, without a call that asks for it.
var keep_connected: bool = false

## A response larger than this ends its call with RESOURCE_EXHAUSTED. Counts for calls started from then on.
var max_message_bytes: int = 4 << 20

## What one [method poll] may take of a frame while much is coming in or going out, in microseconds. The listeners' time
## comes on top.
var poll_budget_us: int = 2000

var _target: String
var _authority: String
var _metadata: Dictionary[String, String]
var _connection: _Connection = null
# Those that the server said goodbye on, while their calls go on.
var _draining: Array[_Connection] = []
var _exchanges: Array[_Exchange] = []
# Calls that have something to tell.
var _news: Array[_Call] = []
var _new_states: Array[GrpcChannelState] = []
var _pause_s: float = FIRST_PAUSE_S
var _next_attempt_us: int = 0


## A channel to [param target]: [code]HOST:PORT[/code] with an IP address or [code]localhost[/code], or
## [code]unix:/PATH[/code]. [param metadata] goes with every call.
func _init(target: String, metadata: Dictionary[String, String] = {}) -> void:
	_target = target
	_authority = "localhost" if target.begins_with("unix:") else target
	_metadata = metadata


## Starts a call of [param path], [code]/package.Service/Method[/code], whose responses are of [param response_class].
## After [param deadline_s] seconds it ends with DEADLINE_EXCEEDED; 0 is no deadline. It goes out at the next
## [method poll]. [param metadata] goes with this call; it wins over the channel's own of the same names.
func start_call(
	path: String, response_class: GDScript, deadline_s: float = 0.0, metadata: Dictionary[String, String] = {}
) -> _Call:
	var started := _Call.new(response_class)
	var all := _metadata.merged(metadata, true)
	var wrong := _Metadata.problem_of(all)
	if state == GrpcChannelState.SHUTDOWN:
		started.end(_Status.new(_Status.Code.CANCELLED, "the channel is closed"))
		_news.append(started)
		# Nobody need poll a closed channel.
		_tell.call_deferred()
	elif not wrong.is_empty():
		started.end(_Status.new(_Status.Code.INTERNAL, wrong))
		_news.append(started)
	else:
		_exchanges.append(_Exchange.new(started, _news, path, deadline_s, all, max_message_bytes))
	return started


## Reads, writes, connects, and then tells what came. To be called each frame; never blocks.
func poll() -> void:
	var is_wanted := keep_connected or not _exchanges.is_empty()
	if is_wanted or _connection != null or not _draining.is_empty() or state == GrpcChannelState.TRANSIENT_FAILURE:
		_work()
	_tell()


## Ends the connection and all calls (CANCELLED), for good.
func close() -> void:
	if state == GrpcChannelState.SHUTDOWN:
		return
	for exchange: _Exchange in _exchanges:
		exchange.end(_Status.new(_Status.Code.CANCELLED, "the channel is closed"))
	_exchanges.clear()
	for connection: _Connection in _draining:
		connection.close()
	_draining.clear()
	if _connection != null:
		_connection.close()
		_connection = null
	_change_state(GrpcChannelState.SHUTDOWN)
	_tell()


func _work() -> void:
	var now_us := Time.get_ticks_usec()
	var until_us := now_us + poll_budget_us
	if _connection == null:
		_connect(now_us)
	if _connection != null:
		_connection.poll(until_us)
	# Asked again: it was gone here once, as the plugin was turned off, and what had taken it is not known.
	if _connection != null:
		_follow_connection()
	if not _draining.is_empty():
		_poll_draining(until_us)
	if not _exchanges.is_empty():
		_move_calls(now_us)
	_write(until_us)


func _connect(now_us: int) -> void:
	if state == GrpcChannelState.SHUTDOWN or now_us < _next_attempt_us:
		return
	if not keep_connected and not _exchanges.any(func(exchange: _Exchange) -> bool: return exchange.is_waiting()):
		_change_state(GrpcChannelState.IDLE)
		return
	_connection = _Connection.new(_target)
	_change_state(GrpcChannelState.CONNECTING)
	# Half to one and a half times the pause, so that many clients do not come at once.
	_next_attempt_us = now_us + int(_pause_s * randf_range(0.5, 1.5) * 1e6)
	_pause_s = minf(_pause_s * 2.0, LONGEST_PAUSE_S)


func _follow_connection() -> void:
	match _connection.state:
		_Connection.State.READY:
			if state == GrpcChannelState.CONNECTING:
				_change_state(GrpcChannelState.READY)
				problem = ""
				_pause_s = FIRST_PAUSE_S
		_Connection.State.DRAINING:
			_change_state(GrpcChannelState.IDLE)
			problem = _connection.problem
			_draining.append(_connection)
			_connection = null
		_Connection.State.CLOSED:
			_change_state(GrpcChannelState.TRANSIENT_FAILURE if state == GrpcChannelState.CONNECTING else GrpcChannelState.IDLE)
			problem = _connection.problem
			_connection = null


func _poll_draining(until_us: int) -> void:
	for connection: _Connection in _draining:
		connection.poll(until_us)
		if connection.is_idle():
			connection.close()
	_draining = _draining.filter(func(connection: _Connection) -> bool: return connection.state != _Connection.State.CLOSED)


# Ends the calls whose time is up or whose server cannot be reached, lets go of those that are over, starts the new.
func _move_calls(now_us: int) -> void:
	var going: Array[_Exchange] = []
	for exchange: _Exchange in _exchanges:
		exchange.check_deadline(now_us)
		if exchange.is_waiting():
			if _connection != null and _connection.can_open():
				exchange.open(_connection, _authority)
			elif state == GrpcChannelState.TRANSIENT_FAILURE and not exchange.handle.wait_for_ready:
				exchange.end(_Status.new(_Status.Code.UNAVAILABLE, "%s: %s" % [_target, problem]))
		if exchange.handle.is_over():
			exchange.leave()
		else:
			going.append(exchange)
	_exchanges = going


# Frame by frame in turn, so that no call's upload holds up another's.
func _write(until_us: int) -> void:
	var more := true
	while more:
		more = false
		for exchange: _Exchange in _exchanges:
			more = exchange.write() or more
		if _connection != null:
			_connection.flush()
		for connection: _Connection in _draining:
			connection.flush()
		more = more and Time.get_ticks_usec() < until_us


# Comes after all the work, so that listeners may do anything: start calls, cancel them, poll, close the channel.
func _tell() -> void:
	while not _new_states.is_empty():
		state_changed.emit(_new_states.pop_front())
	while not _news.is_empty():
		var next: _Call = _news.pop_front()
		next.tell()


func _change_state(to: GrpcChannelState) -> void:
	if state != to:
		state = to
		_new_states.append(to)
