"""The ledger as JSON for programs: the same answers as the pages, under ``/api``."""
