"""MiniStack, with what it lacks for a pipeline and with the refusals of AWS that it does not make."""
