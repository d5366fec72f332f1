"""Failover of a real PostgreSQL cluster while people save: `python -m bench.cluster`."""
