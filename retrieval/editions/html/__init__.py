"""HTML files → articles: pages and articles of digital editions, and articles of web sites."""
