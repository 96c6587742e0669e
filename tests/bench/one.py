"""One contestant, one file, one process: `python -m tests.bench.one riqing file.csv` prints its measure as JSON."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.contestants import ALL
from tests.bench.measure import in_process

if __name__ == "__main__":
    contestant, file = sys.argv[1:]
    work = ALL[contestant](Path(file))
    print(json.dumps(asdict(in_process(work))))
