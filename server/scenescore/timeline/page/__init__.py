"""The page that shows a timeline: pictures and sound in one file, which works without a network.

In come a timeline and the files of its tracks; out comes HTML.
"""
