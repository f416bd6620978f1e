"""Are two figures of the same people, place and days? One answer for the ledger and for the reckoning."""
