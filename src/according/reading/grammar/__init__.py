"""Phrases and subjects: what the rules take from a parse."""
