"""What a graduate writes and watches: diary, self-assessment, a nameless child's indicators."""
