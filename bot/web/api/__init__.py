"""The API for programs, at ``/api``: asking, searching, opening and checking; all of it reads only."""
