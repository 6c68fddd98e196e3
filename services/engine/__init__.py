"""The join of log and engine: activities, worker, relay, reconcile.  The engine is disposable."""
