"""What each predictor answers: trained bundles and baselines, window by window and live.

Tasks and their data come in. Each training runs once and is cached; distances to tracks and the steady
tracks of replayed sessions go out.
"""
