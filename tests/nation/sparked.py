"""Two cities by Spark, in a process of its own with two executors: `python -m tests.nation.sparked HOME CHANGED OUT`.

What it answers is pickled: `standing`; `again`, of what was changed; `executors`, by Spark's own count; and `worked`,
of them those in which cities were worked out.
"""

import os
import pickle
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from data_pipeline.nation.anew import Anew
from data_pipeline.nation.audit import audited
from data_pipeline.nation.rollups import Rollups
from data_pipeline.nation.standing import standing_by
from tests.nation.conftest import stored
from tests.support.cities import DAY

MASTER = "local-cluster[2,1,1024]"  # two executors of one core, processes of their own
# A Java that lives for seconds: what it would work out to be quicker later costs more than it gives.
SHORT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
CONF = {"spark.driver.extraJavaOptions": SHORT, "spark.executor.extraJavaOptions": SHORT,
        "spark.sql.codegen.wholeStage": "false", "spark.sql.adaptive.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.executor.memory": "512m", "spark.sql.shuffle.partitions": "2", "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR"}  # fmt: skip
KNOWN_AT = datetime(2022, 4, 6, 15)


@dataclass(frozen=True)
class Watched(Anew):
    seen: str = ""

    def __call__(self, published: pa.Table) -> pa.Table:
        (Path(self.seen) / str(os.getppid())).touch()  # the executor's own, which begins the workers
        return super().__call__(published)


def environment(home: Path) -> dict[str, str]:
    """For the process. Spark writes beside what it stands on: that is given it in a folder of the test's own."""
    found = find_spec("pyspark")
    assert found
    assert found.origin
    spark, root = home / "spark", Path(__file__).parents[2]
    spark.mkdir()
    for part in Path(found.origin).parent.iterdir():
        if part.name in ("bin", "jars", "python", "sbin"):
            (spark / part.name).symlink_to(part)
    conf = " ".join(f"--conf '{name}={value}'" for name, value in (CONF | {"spark.local.dir": home / "local"}).items())
    here = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"}
    return here | {
        "SPARK_HOME": str(spark), "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(root), "PYTHONWARNINGS": "ignore",
        "PYSPARK_SUBMIT_ARGS": f"--master {MASTER} {conf} pyspark-shell",
    }  # fmt: skip


def main(home: Path, changed: Path, out: Path) -> None:
    from data_pipeline.nation.spark import Spark, session

    seen = out.parent / "seen"
    seen.mkdir()
    work, rollups = Watched(stored(home), str(seen)), Rollups(home / "nation")
    with closing(Spark(session())) as spark:
        found = {
            "standing": standing_by(spark, rollups, ["visits"], DAY, KNOWN_AT),
            "again": audited(spark, Rollups(changed), DAY, work, again=True),
            "executors": spark.executors(),
            "worked": len(list(seen.iterdir())),
        }
    out.write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
