"""What stands before every service: who signs, which addresses are open, and what each service is wrapped in."""
