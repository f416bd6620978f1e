"""Sharing what a ledger holds: taking from another one, giving away the values of a subject, and files of them."""
