"""The rehearsal: plays a recorded year through the very same service, in skipped time."""
