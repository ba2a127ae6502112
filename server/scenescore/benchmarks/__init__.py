"""How fast Scenescore is on this machine, each figure beside a baseline that is measured in the same run."""
