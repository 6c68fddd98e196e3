"""What waits: one durable process for each procedure of months.  Workflows never decide."""
