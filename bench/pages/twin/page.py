"""The recorded page."""

from bench.recording import read_recording, replay

replay(read_recording())
