"""Taking from another ledger: what it offers, and how that takes its place among what is here. Nothing here is overwritten."""
