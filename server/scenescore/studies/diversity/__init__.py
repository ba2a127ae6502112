"""The study of diversity: whether different scenes get different tracks, and right ones (section 3.4).

Distances of scenes to a music collection come in. How the retrieved tracks are spread, how relevant they are,
and what each hub correction changes go out.
"""
