"""What every room may use: no models, no policy, no Django views."""
