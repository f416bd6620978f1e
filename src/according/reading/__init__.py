"""Rules that read statements, speakers and figures in parsed sentences."""
