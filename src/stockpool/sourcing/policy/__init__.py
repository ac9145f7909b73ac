"""The policy document: what it says, how it is read, and what it says in plain English."""
