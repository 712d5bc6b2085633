"""Why a signed thing proves nothing."""


class NotProven(Exception):
    """`check` names the check that failed: "form", "shape", "proof", "key" or "signature". The text is for logs."""

    def __init__(self, check: str, words: str) -> None:
        super().__init__(f"{check}: {words}")
        self.check = check
