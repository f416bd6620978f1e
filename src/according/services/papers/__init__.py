"""A report on paper: what it would be filed as, how it stands in a ledger, and what changed between two of its readings."""
