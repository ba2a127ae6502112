@tool
extends RefCounted
## The lines that install the program, in a checkout of Scenescore's repository. No package registry has Scenescore:
## whatever it has under that name is a stranger's.
##
## A test compares the lines with those of the program itself.

## Installs the program.
const INSTALL: String = "uv tool install ."
## Installs the program anew, after the checkout has changed.
const REINSTALL: String = "uv tool install --reinstall ."
## Where to get uv, which runs the lines.
const UV_PAGE: String = "https://docs.astral.sh/uv/"
