"""An order of priorities: points, pairs or places taken one by one."""
