"""One upload of a large file to a local sink, in a process of its own.

``python -m benchmarks.upload ours|bare FILE URL CLIENT RESOURCE METHOD FIELD`` prints the seconds
and the peak memory in MB. What to call is given, because finding it would take memory here.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """Upload once and print what it took."""
    which, path, url, client_name, resource, method, field = sys.argv[1:]
    import httpx

    if which == "ours":
        import imagehosts

        client = getattr(imagehosts, client_name)("key", base_url=url, timeout=60)
        client.download(f"{url}/")  # connection and certificates are not measured
        started = time.perf_counter()
        getattr(getattr(client, resource).with_raw_response, method)(path)
    else:
        bare = httpx.Client(timeout=60)
        bare.head(url)
        started = time.perf_counter()
        with open(path, "rb") as file:
            bare.post(f"{url}/upload/", files={field: file}, data={"key": "key", "format": "json"})
    seconds = time.perf_counter() - started
    print(seconds, peak_memory())


def peak_memory() -> float:
    """The most memory that this process used, in MB; that of its parent does not count."""
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
