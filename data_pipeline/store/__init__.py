"""The store: received files and a ledger are the truth; rows in open tables are a cache of them."""
