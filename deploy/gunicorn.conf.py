"""How gunicorn serves Clockstart in its own container; `python app.py` sets the same values itself."""

import os

bind = f"{os.environ.get('CLOCKSTART_HOST', '0.0.0.0')}:{os.environ.get('CLOCKSTART_PORT', '8050')}"
workers = int(os.environ.get("CLOCKSTART_WORKERS", "2"))
threads = int(os.environ.get("CLOCKSTART_THREADS", "8"))
worker_class = "gthread"
worker_tmp_dir = "/tmp"
timeout = 60
graceful_timeout = 20
accesslog = None
errorlog = "-"
