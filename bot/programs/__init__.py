"""What programs are told, through the API and by MCP alike: records as JSON, each with its citation line and link."""
