"""Anything a user has, to a :class:`~according.report.Report`."""
