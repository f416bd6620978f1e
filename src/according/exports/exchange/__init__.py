"""Files that other people's programs read: one short module a form, and a row of each in ``forms``."""
