"""Lists and answers as files: CSV, JSON Lines and GeoJSON, as shown, each with the filters, the ledger's revision and its day."""
