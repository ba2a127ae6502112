"""Training the network.

Examples come in. Trained weights, the history of the training and its loss curve go out. TensorFlow is not
imported here: the loop trains whatever implements `scenescore.model.training.fit.TrainableNetwork`.
"""
