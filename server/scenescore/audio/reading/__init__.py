"""Sound files of all common formats, decoded block by block.

A path and the number of a sound track come in. Mono samples at the file's own rate go out, or what is wrong
with the file.
"""
