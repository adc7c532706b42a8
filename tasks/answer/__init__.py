"""What goes back to a sender: receipt and marked copy."""
