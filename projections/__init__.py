"""Who, what, when and by which rule: tables that answer, made from the log and nothing else."""
