"""Where the tables of several rooms were up to version 0.1.0: the way from there."""
