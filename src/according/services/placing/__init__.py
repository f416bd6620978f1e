"""Placing figures in groups, batch by batch, and parting the groups into questions: here, or by processes side by side."""
