"""What goes into the ledger: readings and rulings as rows, and whether rows are what they were."""
