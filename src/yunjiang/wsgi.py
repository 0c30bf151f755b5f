"""What a WSGI server (granian) loads."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# A page asks the database some forty times, and after each answer a thread waits until the other threads of its process let go of
# the interpreter: five milliseconds by default, which made half of the time that a page took when many worked at once.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
application = get_wsgi_application()
