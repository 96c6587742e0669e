"""One folder a page: what only this page draws. Views know nothing of one another."""
