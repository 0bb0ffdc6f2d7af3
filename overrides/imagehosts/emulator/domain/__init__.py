"""What hosts keep: users, albums, posts, comments and the like. No dialect of a host in here."""
