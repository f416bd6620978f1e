"""Commands by which ledgers and other programs take from one another."""
