"""What comes out of the ledger: figures by a query, reports by their words, figures that lie near others."""
