"""Do the numbers agree? The arithmetic between figures and the smallest change that would mend it."""
