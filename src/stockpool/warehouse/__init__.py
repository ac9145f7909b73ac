"""Work in a building: where things lie, what is counted, what comes, what is printed."""
