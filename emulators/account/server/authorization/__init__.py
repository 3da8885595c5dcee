"""What a request is decided on, whether it is allowed, and how a denial is worded."""
