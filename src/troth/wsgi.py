"""What a WSGI server loads: `troth.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")

application = get_wsgi_application()
