"""Whether this container answers who asks for the site by its name: exit code 0, otherwise 1."""

import sys
from http.client import HTTPConnection

from troth.installing.settings_file import kept_settings

PORT = int(sys.argv[1]) if sys.argv[1:] else 8000

host = kept_settings().get("ALLOWED_HOSTS", "localhost").split(",")[0]
site = HTTPConnection("127.0.0.1", PORT, timeout=5)
try:
    site.request("HEAD", "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    sys.exit(site.getresponse().status >= 400)
except OSError:
    sys.exit(1)
