"""The database below the ledger: its address, its tables, its failures and its copies."""
