"""Long work beside the sessions.

Imports, trainings and changes of folders or of the library come in; progress goes out, and sessions
see the results. All of it can be cancelled.
"""
