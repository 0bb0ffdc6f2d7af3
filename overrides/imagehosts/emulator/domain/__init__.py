"""What hosts keep: users, albums, posts, comments and the like. No host's dialect is known here."""
