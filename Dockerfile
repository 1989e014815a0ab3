# The image of the app and of the worker. Debian's C library is needed: the packaged Valkey binary has no musl build.
# The tag names one exact Python release. For a production registry add its digest as well, which only a machine that
# reaches the registry can read: `docker buildx imagetools inspect python:3.11.14-slim-bookworm`, then
# `--build-arg PYTHON_IMAGE=python:3.11.14-slim-bookworm@sha256:…`.
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/clockstart \
 && /opt/clockstart/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM ${PYTHON_IMAGE}
RUN groupadd --system --gid 10001 clockstart \
 && useradd --system --uid 10001 --gid 10001 --home-dir /app --shell /usr/sbin/nologin clockstart \
 && install -d -o clockstart -g clockstart -m 0700 /data
COPY --from=build /opt/clockstart /opt/clockstart
WORKDIR /app
COPY app.py universal_data_persistence.py gunicorn.conf.py .flaskenv LICENSE CHANGELOG.md ./
COPY words words
COPY rules rules
COPY practice practice
COPY storage storage
COPY auth auth
COPY dashapp dashapp
COPY server server
COPY pages pages
COPY docs docs
# The image is read-only when it runs, so what each start would compile is compiled here.
RUN /opt/clockstart/bin/python -m compileall -q app.py universal_data_persistence.py words rules practice storage auth dashapp server pages
ENV PATH=/opt/clockstart/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CLOCKSTART_DATA_DIR=/data \
    CLOCKSTART_HOST=0.0.0.0
VOLUME /data
USER 10001:10001
EXPOSE 8050
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8050/healthz', timeout=2)"]
# Alone, the image is the whole product: store, worker and web server, with its data in the volume on /data.
# docker-compose.yml runs the three as services of their own.
CMD ["python", "app.py"]
