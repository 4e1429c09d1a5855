"""What tests of all rooms share: settings, policies and made-up customers."""
