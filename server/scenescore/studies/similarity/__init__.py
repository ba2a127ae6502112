"""The study of similarity: how much games look alike (the paper, section 3.2).

A matrix of dissimilarities from `scenescore.retrieval.game_similarity` comes in, a picture goes out.
"""
