"""Values as rows and sentences for people."""
