"""One upload of a large file to a local sink, in a process of its own.

``python -m benchmarks.upload ours|bare FILE URL`` prints the seconds and the peak memory in MB.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> None:
    """Upload once and print what it took."""
    which, path, url = sys.argv[1:]
    import httpx

    if which == "ours":
        from imagehosts import Imges

        client = Imges("key", base_url=url, timeout=60)
        client._transport.client.head(url)  # connection and certificates are not what is measured
        started = time.perf_counter()
        client.images.with_raw_response.upload(path)
    else:
        bare = httpx.Client(timeout=60)
        bare.head(url)
        started = time.perf_counter()
        with open(path, "rb") as file:
            bare.post(
                f"{url}/upload/", files={"source": file}, data={"key": "key", "format": "json"}
            )
    seconds = time.perf_counter() - started
    print(seconds, peak_memory())


def peak_memory() -> float:
    """The most memory that this process held, in MB; what its parent held does not count."""
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
