"""The spreadsheet program of this machine, started once for many files."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

OFFICE = shutil.which("soffice")
SCRIPT = Path(__file__).with_name("through.py")
FORMS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8", "csv": "Text - txt - csv (StarCalc)"}
LONGEST_S = 240

Job = tuple[Path, Path, str]  # a file, the file to make of it, options of a CSV


@cache
def interpreter() -> str | None:
    """A Python that can talk to the program; None where there is none."""
    beside = [Path(OFFICE).resolve().with_name("python")] if OFFICE else []
    for python in ("/usr/bin/python3", *map(str, beside), sys.executable):
        if Path(python).exists() and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
            return python
    return None


def convert(folder: Path, jobs: Sequence[Job]) -> None:
    """`folder`: for the program's own settings. A form follows from the target's suffix."""
    assert OFFICE
    for _, target, _ in jobs:
        target.parent.mkdir(parents=True, exist_ok=True)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    python = interpreter()
    if python is None:
        return _one_start_each(command, jobs)
    pipe = f"riqing-{folder.parent.name}-{folder.name}"
    with subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stderr=subprocess.DEVNULL) as running:
        try:
            told = [[str(s), str(t), FORMS[t.suffix[1:]], options] for s, t, options in jobs]
            subprocess.run([python, str(SCRIPT), pipe, json.dumps(told)], check=True, timeout=LONGEST_S)
        finally:
            running.terminate()
    assert all(target.exists() for _, target, _ in jobs)


def _one_start_each(command: list[str], jobs: Iterable[Job]) -> None:
    """The long way: a start for all files of a folder in one form."""
    together: dict[tuple[Path, str, str], list[str]] = {}
    for source, target, options in jobs:
        together.setdefault((target.parent, target.suffix[1:], options), []).append(str(source))
    for (folder, suffix, options), sources in together.items():
        form = f"{suffix}:{FORMS[suffix]}{f':{options}' if options else ''}"
        subprocess.run(
            [*command, "--convert-to", form, "--outdir", str(folder), *sources],
            check=True,
            capture_output=True,
            timeout=LONGEST_S,
        )
