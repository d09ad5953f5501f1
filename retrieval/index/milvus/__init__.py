"""The cluster engine: generations in collections of a Milvus server that any number of hosts answer from."""
