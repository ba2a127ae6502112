"""Commands about the game that you make: ``init`` and ``cue``.

`active` also tells all other commands which project they work for: in comes ``--project`` or the working
folder, out go the library as this project sees it, and its bundle.
"""
