"""A store for many hosts: the ledger in PostgreSQL, received bytes and tables in an object store."""
