"""`convenor`: one command of the command line, from its words to its exit code.

What is needed for that is loaded in here, so that Ctrl-C is heard from the first moment on.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run a command, and leave without the engine's exit hooks."""
    try:
        # Counting papers needs neither database nor engine, and does not load them.
        if sys.argv[1:2] == ["count"]:
            from services.cli.counting import run
        else:
            from services.cli.commands import run
        from services.runtime.exit import leave
    except KeyboardInterrupt:
        sys.exit(130)
    leave(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
