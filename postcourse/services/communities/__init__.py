"""Communities: members, talk, moderation, digests."""
