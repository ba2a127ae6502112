@tool
extends AudioStreamPlayer
## Hearing a piece of the library in the editor.

const Channel := preload("../rpc/grpc_channel.gd")
const TrackAudio := preload("../runtime/track_audio.gd")

## Another piece sounds, or none, or something is wrong.
signal changed()

## The track that sounds or is being fetched; empty when none is.
var track: String = ""
## Why the last one didn't sound; empty when it did.
var problem: String = ""
