"""How far a prediction is from each track."""
