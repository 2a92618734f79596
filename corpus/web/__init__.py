"""Records fetched from web addresses: nothing here runs, or is imported, unless a user asks.

from corpus.web.collect import collect
from corpus.web.types import Collected, WebOptions
"""
