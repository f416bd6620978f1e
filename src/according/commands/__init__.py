"""The commands that work on a ledger: thin over the library."""
