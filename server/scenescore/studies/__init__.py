"""The paper's three studies, on anybody's labelled play.

A data folder of clips and music comes in; tables and pictures of similarity, separation and
diversity go out. The command line shows them.
"""
