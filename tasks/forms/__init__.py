"""The form that is handed out, and made-up submissions, which only the demo and tests use."""
