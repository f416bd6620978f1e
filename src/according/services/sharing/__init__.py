"""Giving away what a ledger holds: the values of a subject, one after the other, and files of them."""
