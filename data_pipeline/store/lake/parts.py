"""What a lake is made of."""

from data_pipeline.store.door import Parts
from data_pipeline.store.lake.address import Lake
from data_pipeline.store.lake.copies import Copies
from data_pipeline.store.lake.database import Database
from data_pipeline.store.lake.follower import Follower
from data_pipeline.store.lake.home import SharedHome
from data_pipeline.store.lake.ledger import SharedLedger
from data_pipeline.store.lake.notes import SharedNotes
from data_pipeline.store.lake.objects import Objects
from data_pipeline.store.lake.received import SharedReceived
from data_pipeline.store.lake.state import SharedState
from data_pipeline.store.lake.turn import Turns
from data_pipeline.store.lake.witness import Witness
from data_pipeline.store.log.notes import Files


def parts(lake: Lake) -> Parts:
    root, database, objects = lake.root, Database(lake), Objects(lake.data)
    copies = Copies((root / "tables").resolve(), lake.limit_bytes)
    turns, notes = Turns(database), SharedNotes(Files(copies.folder), database)
    ledger = SharedLedger(root / "ledger.jsonl", database, turns, notes, Witness(objects, lake.city))
    received, home = SharedReceived(root / "received", objects), SharedHome(objects, copies)
    return Parts(root, ledger, received, home, notes, SharedState(root, database), turns.turn,
                 Follower(ledger, database, objects, copies))  # fmt: skip
