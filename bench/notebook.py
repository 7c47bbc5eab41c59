"""Processor seconds of a notebook in one kernel: a first run and two more, three times. Run from the repository."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import start_new_kernel

NOTEBOOK = Path(sys.argv[1] if len(sys.argv) > 1 else "notebooks/03-framing.ipynb")
CLOCK = "import time; print(time.process_time())"


def run(client: Any, code: str) -> str:
    """Run a cell, and return what it prints; an error ends the measurement."""
    told: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        if message["msg_type"] == "error":
            why = f"{message['content']['ename']}: {message['content']['evalue']}"
            raise SystemExit(why)
        if message["msg_type"] == "stream":
            told.append(message["content"]["text"])

    client.execute_interactive(code, output_hook=hear, timeout=600)
    return "".join(told)


def main() -> None:
    """Measure."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    for _ in range(3):
        with tempfile.TemporaryDirectory() as figures:
            around = {"PYTHONPATH": str(Path.cwd()), "DAMRON_FIGURES": figures}
            manager, client = start_new_kernel(env=os.environ | around, cwd=str(NOTEBOOK.parent))
            took = []
            for _ in range(3):
                before = float(run(client, CLOCK))
                for source in sources:
                    run(client, source)
                took.append(float(run(client, CLOCK)) - before)
            manager.shutdown_kernel(now=True)
        print(*(f"{seconds:.2f} s" for seconds in took), f"{took[1] / took[0]:.3f} of the first")


if __name__ == "__main__":
    main()
