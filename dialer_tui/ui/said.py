"""The base of messages that carry something."""

from __future__ import annotations

from typing import Any, dataclass_transform

from textual.message import Message


@dataclass_transform()
class Said(Message):
    """A message whose fields are its annotations, in their order. Dataclasses would cost a start 3 ms."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__()
        self.__dict__.update(zip(type(self).__annotations__, values, strict=False), **named)
