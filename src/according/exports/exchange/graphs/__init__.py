"""Forms of knowledge graphs and of marked text: each names the same figures, speakers, reports and places by ids that stay."""
