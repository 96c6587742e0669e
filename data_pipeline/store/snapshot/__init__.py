"""Reading: published databases held open, and operating days held in memory."""
