"""What the commands can do, in Python: readings and a ledger as objects, results as frozen records."""
