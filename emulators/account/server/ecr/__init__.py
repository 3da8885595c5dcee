"""Amazon ECR, its API and its registry protocol."""
