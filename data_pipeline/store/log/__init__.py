"""Truth: received bytes and the ledger, and what else is kept beside them."""
