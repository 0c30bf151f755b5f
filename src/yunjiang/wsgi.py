"""What a WSGI server (granian) loads."""

import gc
import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

# A page asks the database some forty times, and after each answer a thread waits until the other threads of its process let go of
# the interpreter: five milliseconds by default, which made half of the time that a page took when many worked at once.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
application = get_wsgi_application()

# The collector stops the whole process while it goes through everything that lives: 180 ms with all of the program among it, some
# 20 ms without. What was loaded by now stays as long as the process, so it need not be looked through again.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
