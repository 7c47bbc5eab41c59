"""The command line: ``python -m analysis``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from analysis.commands import output, parser
from analysis.errors import KitError
from analysis.messages import message


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    output.prepare()
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except KitError as error:
        return output.log_errors([error])
    except KeyboardInterrupt:
        output.log(message("interrupted; files that were not finished are as they were before"))
        return 130
    except BrokenPipeError:
        output.discard_stdout()
        return 141
    return code


if __name__ == "__main__":
    sys.exit(main())
