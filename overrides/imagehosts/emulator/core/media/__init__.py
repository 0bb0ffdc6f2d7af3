"""Pictures and videos: what is in their bytes, and what is made of them."""
