"""The paper's three studies, on anybody's labelled play.

A data folder with clips, labels and music comes in (`data_folder`). Figures and pictures of `similarity`,
`separation` and `diversity` go out; `scenescore.cli.study` shows them.

The shared road: `scene_sampling` draws 12-second windows from the labelled scenes, `scene_predictions` reads
them and predicts with each bundle, and `feature_combinations` compares them by every set of features.
"""
