"""An installation: setting it up, and seeing what is wrong with it."""
