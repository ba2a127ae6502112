"""``python -m scenescore_eval``: the same as the command ``scenescore-eval``."""

from scenescore_eval.cli.main import main

if __name__ == "__main__":
    main()
