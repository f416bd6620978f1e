"""Recorders' written methods as pure functions over the same figures."""
