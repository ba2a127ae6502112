"""The commands of ``scenescore-client``, one file for each group."""
