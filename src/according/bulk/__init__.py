"""Archives: reports by the million, read shard by shard on a laptop or a cluster, into Parquet and from there into a ledger."""
