"""Make constraints.txt anew: ``make pins``, with all of Python 3.11, 3.12 and 3.13 on this machine.

pip says what requirements.txt and requirements-dev.txt give today, without installing anything. The oldest Python
speaks first and the others take its versions where they can, so that one version serves all of them; where it cannot,
a marker tells the versions apart. What Windows and macOS alone want is asked for in their name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
NEXT = "3.14"  # has no lines of its own and takes the ranges
HEAD = f"""\
# The versions that the tests passed with, on Python {PYTHONS[0]} to {PYTHONS[-1]}: `make pins` writes this file anew.
# Python {NEXT} and newer take the ranges of requirements.txt.
"""
WANTED = ("-r", "requirements.txt", "-r", "requirements-dev.txt")
_SYSTEM = re.compile(r"platform_system|sys_platform|os_name")


def interpreter(version: str) -> str:
    """Find a Python of a version: on the PATH, among those of pyenv, or running this."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python")), sys.executable]
    asked = "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"
    for place in filter(None, places):
        said = subprocess.run([str(place), "-c", asked], capture_output=True, text=True, check=False)
        if said.stdout.strip() == version:
            return str(place)
    sys.exit(f"there is no Python {version} with pip here; put python{version} on the PATH and run make pins again")


def report(python: Path, *arguments: str, held: dict[str, str] | None = None) -> list[Any] | None:
    """Ask pip what it would install, holding some names to their versions; None if they do not fit together."""
    with tempfile.TemporaryDirectory() as folder:
        told, lines = Path(folder) / "report.json", Path(folder) / "held.txt"
        lines.write_text("".join(f"{n}=={v}\n" for n, v in (held or {}).items()), encoding="utf-8")
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run",
                   "--ignore-installed", "--report", str(told), "-c", str(lines), *arguments]  # fmt: skip
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if said.returncode:
            sys.stderr.write(f"{(said.stderr.strip() or 'pip failed').splitlines()[-1]}\n")
            return None
        found: list[Any] = json.loads(told.read_text(encoding="utf-8"))["install"]
        return found


def versions(installs: list[Any]) -> dict[str, str]:
    """Name and version of what pip would install, without the kit itself."""
    named = {re.sub(r"[-_.]+", "-", i["metadata"]["name"]).lower(): i["metadata"]["version"] for i in installs}
    return {name: version for name, version in sorted(named.items()) if name != "damron"}


def elsewhere(installs: list[Any]) -> list[str]:
    """List what is wanted by a marker of another system, as it is written there, without the marker."""
    found = set()
    for wanted in (w for i in installs for w in i["metadata"].get("requires_dist", [])):
        requirement, _, marker = wanted.partition(";")
        if _SYSTEM.search(marker) and "extra" not in marker and "python_version <" not in marker:
            found.add(requirement.strip())
    return sorted(found)


def resolve(version: str, held: dict[str, str]) -> dict[str, str]:
    """Find the versions for one Python, those of an older one first."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter(version), "-m", "venv", folder], check=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        abroad = ("--python-version", f"{version}.0", "--only-binary", ":all:", "--target", folder)

        def ask(pins: dict[str, str], *arguments: str) -> list[Any]:
            found = report(python, *arguments, held=held | pins) or report(python, *arguments, held=pins)
            if found is None:
                sys.exit(f"pip finds no versions for Python {version}; mend the ranges in pyproject.toml")
            return found

        installs = ask({}, *WANTED)
        early = {}  # what wants a later patch of this Python than its first, which Debian may have
        for item in installs:
            if re.search(rf"\b{version}\.[1-9]", item["metadata"].get("requires_python") or ""):
                early |= versions(ask({}, "--no-deps", *abroad, item["metadata"]["name"]))
        if early:
            installs = ask(early, *WANTED)
        found = versions(installs)
        others = elsewhere(installs)
        return versions(ask(found, "--platform", "win_amd64", *abroad, *others)) | found if others else found


def lines(found: dict[str, dict[str, str]]) -> list[str]:
    """Write one line for every name and version, with the Pythons that it holds for."""
    written = []
    for name in sorted({name for pins in found.values() for name in pins}):
        runs = [(v, list(group)) for v, group in groupby(PYTHONS, key=lambda python: found[python].get(name))]
        for version, pythons in runs:
            if version is None:
                continue
            first, after = pythons[0], (*PYTHONS, NEXT)[PYTHONS.index(pythons[-1]) + 1]
            since = f'python_version >= "{first}" and ' if first != PYTHONS[0] else ""
            written.append(f'{name}=={version}; {since}python_version < "{after}"')
    return written


def main() -> None:
    """Write the file, or say why not."""
    for version in PYTHONS:  # before pip is asked anything
        interpreter(version)
    found: dict[str, dict[str, str]] = {}
    for version in PYTHONS:
        sys.stdout.write(f"Python {version} ...\n")
        earlier = {name: pin for pins in reversed(found.values()) for name, pin in pins.items()}
        found[version] = resolve(version, earlier)
    text = HEAD + "".join(f"{line}\n" for line in lines(found))
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"constraints.txt: {text.count('==')} lines\n")


if __name__ == "__main__":
    main()
