"""From a query to ranked articles and their excerpts."""
