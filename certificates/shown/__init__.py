"""What screens show of documents, read from rows: cards of a wallet, a document with its history."""
