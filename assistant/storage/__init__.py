"""What the service remembers: conversations, receipts of answers, feedback."""
