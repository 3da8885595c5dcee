"""What CloudFormation makes: how its handlers are added and changed, and how they word an error."""
