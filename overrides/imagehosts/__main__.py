"""``python -m imagehosts`` is the command ``imagehosts``."""

from imagehosts.cli import main

raise SystemExit(main())
