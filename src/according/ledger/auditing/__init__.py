"""Parts of the check of a ledger: what is held against its seals, and what is made again from what was filed."""
