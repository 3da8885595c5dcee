"""AWS CodeConnections, under both names that the service has."""
