"""What a report is measured on: the evaluation tasks, and the windows and music of a data folder.

A data folder of labelled play comes in. Tasks, readable clips, windows with their frames and features,
and the music collection go out.
"""
