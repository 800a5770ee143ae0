"""What vaultkit says about its own comments in notes."""
