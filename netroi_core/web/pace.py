"""Rate limit of a page's messages: a token bucket for each connection, which delays messages and never drops them."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from starlette.types import Message

from netroi_core.access.limits import MESSAGE_BURST, MESSAGE_BYTES, MESSAGES_PER_SECOND


class MessagePace:
    """The pace of one connection; a faster sender waits, and the browser's buffers fill up instead of ours."""

    def __init__(
        self, clock: Callable[[], float] = monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._tokens, self._moment = float(MESSAGE_BURST), clock()

    async def keep(self, message: Message) -> None:
        """Wait until this message may be passed on; a large one counts as several."""
        if message["type"] != "websocket.receive":
            return
        now = self._clock()
        self._tokens = min(MESSAGE_BURST, self._tokens + (now - self._moment) * MESSAGES_PER_SECOND)
        self._moment = now
        self._tokens -= 1 + len(message.get("bytes") or message.get("text") or "") / MESSAGE_BYTES
        if self._tokens < 0:
            await self._sleep(-self._tokens / MESSAGES_PER_SECOND)
