"""What was read, in the formats others use: one short file a format."""
