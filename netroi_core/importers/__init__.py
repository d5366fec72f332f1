"""Files that people bring: each is read to a proposal, and what is accepted of it can be taken back."""
