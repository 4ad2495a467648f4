"""What a suggestion service refuses."""

from __future__ import annotations


class UnusableSearchError(ValueError):
    """A space or a setting that an algorithm cannot work with; the message is a sentence for a person."""
