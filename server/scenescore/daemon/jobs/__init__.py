"""Long work beside the sessions.

Requests for imports and trainings come in, and changes of folders and of the library. Progress goes out, and
sessions see the results. All of it can be cancelled.
"""
