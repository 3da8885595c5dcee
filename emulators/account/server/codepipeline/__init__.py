"""AWS CodePipeline: authorised here, answered by the local CodePipeline."""
