"""What is printed: labels, packing slips, pick lists and the report of a day."""
