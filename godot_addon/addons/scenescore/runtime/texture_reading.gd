extends RefCounted
## Reads a texture's pixels from the GPU, asynchronously where the renderer supports it.

## The pixels have arrived; null when they could not be read.
signal finished(image: Image)

## Whether a reading is under way; there can be only one at a time.
var is_busy: bool = false

var _is_over: bool = false


## Reads a texture of the renderer.
func start(texture: RID) -> void:
	is_busy = true
	# The lambdas keep this object alive: pixels may arrive after its owner is gone. With a separate rendering thread all of
	# this happens there.
	RenderingServer.call_on_render_thread(func() -> void: _read(texture))


## Waits for a reading under way, without [signal finished]. Otherwise the engine would crash at its end, when pixels arrive
## that no script can receive.
func end(texture: RID) -> void:
	if is_busy:
		_is_over = true
		# A blocking read lets earlier asynchronous readings arrive first.
		RenderingServer.texture_2d_get(texture)


func _read(texture: RID) -> void:
	var device: RenderingDevice = RenderingServer.get_rendering_device()
	if device == null:
		_deliver.call_deferred(RenderingServer.texture_2d_get(texture))
		return
	var on_device: RID = RenderingServer.texture_get_rd_texture(texture)
	var format: RDTextureFormat = device.texture_get_format(on_device)
	match format.format:
		RenderingDevice.DATA_FORMAT_R8G8B8A8_UNORM, RenderingDevice.DATA_FORMAT_R8G8B8A8_SRGB:
			var size := Vector2i(format.width, format.height)
			var error: Error = device.texture_get_data_async(
				on_device, 0, func(data: PackedByteArray) -> void: _receive(size, data)
			)
			if error != OK:
				_deliver.call_deferred(null)
		_:
			_deliver.call_deferred(RenderingServer.texture_2d_get(texture))


func _receive(size: Vector2i, rgba8: PackedByteArray) -> void:
	if _is_over:
		return
	var is_whole: bool = rgba8.size() == size.x * size.y * 4
	_deliver.call_deferred(
		Image.create_from_data(size.x, size.y, false, Image.FORMAT_RGBA8, rgba8) if is_whole else null
	)


func _deliver(image: Image) -> void:
	is_busy = false
	if not _is_over:
		finished.emit(image)
