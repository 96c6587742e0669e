"""Opens files in a running spreadsheet program and saves them in other forms: `python through.py PIPE JOBS`.

Run by the Python that knows the program (`uno`), which need not be the one that runs the tests. JOBS: JSON, a list of
[source, target, filter, options], done in order, each source opened once in a row.
"""

import json
import os
import pathlib
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

PATIENCE = 600  # tenths of a second


def desktop(pipe: str):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(PATIENCE):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("the program does not answer")


def given(**properties: object) -> tuple:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in properties.items())


def _url(path: str) -> str:
    return pathlib.Path(path).as_uri()


def main(pipe: str, jobs: list[list[str]]) -> None:
    program: Any = desktop(pipe)
    opened, document = "", program
    for source, target, form, options in jobs:
        if source != opened:
            if opened:
                document.close(True)
            document, opened = program.loadComponentFromURL(_url(source), "_blank", 0, given(Hidden=True)), source
        told = given(FilterName=form, FilterOptions=options) if options else given(FilterName=form)
        document.storeToURL(_url(target), told)
    if opened:
        document.close(True)
    try:
        program.terminate()
    except Exception:  # it hangs up while it is answering
        return


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
    os._exit(0)  # taking the bridge down while the program is leaving has crashed this interpreter
