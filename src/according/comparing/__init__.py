"""Say whether two figures are of the same people, place and days: one answer for the ledger and for the reckoning."""
