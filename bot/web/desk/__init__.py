"""The newsroom desk: the web page, made on the server, complete without scripts."""
