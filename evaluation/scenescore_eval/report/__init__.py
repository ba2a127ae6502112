"""The report of quality: every predictor on the same windows of the same games.

A data folder comes in; bundles are trained with each game held out in turn; figures beside
baselines, chance and goals go out as a page.
"""
