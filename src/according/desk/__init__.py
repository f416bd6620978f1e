"""The desk: a ledger in a browser. Server-rendered pages over ``services``; no rule and no SQL is in here."""
