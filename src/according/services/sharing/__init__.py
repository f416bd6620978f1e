"""Sharing what a ledger holds: taking from another one, and handing over to other programs."""
