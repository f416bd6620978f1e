"""What a person looks through: events page by page, what changed, what words are found in, and what lies where."""
