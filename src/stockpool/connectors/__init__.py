"""Files and outside systems: one file per format or system."""
