"""A gateway that is made up: a plug-in, and a stand-in for its third party in another process."""
