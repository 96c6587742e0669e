"""The store: received files and a ledger are the truth; DuckDB generations are a cache of them that readers open."""
