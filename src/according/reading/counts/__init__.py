"""The counts of a report: those of each sentence, whom they count, who did it, and which of them are parts of which or say others again."""
