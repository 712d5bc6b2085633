"""Mail of the embedded default: one file a message, and a line on the console."""

from django.core.mail.backends.filebased import EmailBackend as FileBackend


class FileAndConsoleBackend(FileBackend):
    def send_messages(self, email_messages) -> int | None:
        sent = super().send_messages(email_messages)
        for message in email_messages:
            print(f"Mail to {', '.join(message.to)}: {message.subject} (in {self.file_path})", flush=True)
        return sent
