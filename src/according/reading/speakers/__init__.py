"""Who says: quotations, frames, what they report, and who answers for a word."""
