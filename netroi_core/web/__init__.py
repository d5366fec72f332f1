"""What stands between the network and the pages: who is let in, what is served, and with which headers."""
