"""What must outlive this machine: received bytes, ledger and key, copied while the board runs; a store from them."""

from data_pipeline.backup.make import Backed, backup
from data_pipeline.backup.place import place_of
from data_pipeline.backup.recover import Cut, Recovered, recover

__all__ = ["Backed", "Cut", "Recovered", "backup", "place_of", "recover"]
