"""The report of quality: every predictor on the same windows of the same games.

A data folder of labelled play comes in. Bundles are trained with each game held out in turn, and their
figures go out as a page, beside those of baselines, chance and the goals.
"""
