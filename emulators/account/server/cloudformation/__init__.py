"""AWS CloudFormation: under whose permissions it works, and what it makes."""
