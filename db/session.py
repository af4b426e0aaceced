"""The session and the engine, for layers that pass them on to queries and write no SQL."""

from sqlalchemy import Engine as Engine
from sqlalchemy.orm import Session as Session
