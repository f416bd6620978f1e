"""What people do at a ledger: who they are, what waits for their judgement, and how far they agree with the machine."""
