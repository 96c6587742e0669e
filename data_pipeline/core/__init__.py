"""What everything stands on: errors, settings, the clock, states, caches, logs. It imports no other room but words."""
