"""The append-only store of reports, readings, statements, figures and rulings."""
