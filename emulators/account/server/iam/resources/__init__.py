"""What CloudFormation makes of IAM, and MiniStack does not or not as it should."""
