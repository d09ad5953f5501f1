"""What handlers ask and remember: the service door, recent questions, quotas, preferences."""
