"""The rehearsal: plays a recorded year through the very same desk, engine and store, in skipped time."""
