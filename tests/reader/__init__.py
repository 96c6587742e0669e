"""A reader that checks what is said: pages and walls as shown, held against each other and against the ledger."""
