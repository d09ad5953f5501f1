"""The archive for assistants that others run: tools of the Model Context Protocol, all of them reading."""
