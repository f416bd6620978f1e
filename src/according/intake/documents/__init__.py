"""Documents to texts: PDF, office files, letters and chats; the parsing of what is foreign runs in a process of its own."""
