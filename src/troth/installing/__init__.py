"""An installation: setting it up, seeing what is wrong with it, backing it up."""
