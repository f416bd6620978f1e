"""Which figures answer the same question, and what that question is."""
