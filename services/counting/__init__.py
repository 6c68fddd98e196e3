"""Papers of counts, kept beside the log under the hash by which the log names them."""
