"""Sound out: tracks that are heard on this machine.

In come the files of tracks; out comes sound, on a sound device or as blocks of samples.
"""
