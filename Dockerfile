# syntax=docker/dockerfile:1
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/nutgraf
# The lock first: it changes more seldom than the desk, and its layer is kept as long.
COPY requirements.lock ./
RUN /opt/nutgraf/bin/python -m pip install --require-hashes --only-binary :all: --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY prompts ./prompts
COPY seeds ./seeds
COPY adapters ./adapters
COPY bot ./bot
RUN /opt/nutgraf/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && /opt/nutgraf/bin/python -m pip install --no-deps --no-index --find-links /dist nutgraf \
 && /opt/nutgraf/bin/python -m pip uninstall --yes pip

FROM python:${PYTHON}
RUN groupadd --system --gid 10001 nutgraf \
 && useradd --system --uid 10001 --gid nutgraf --home-dir /var/lib/nutgraf --shell /usr/sbin/nologin nutgraf \
 && install --directory --owner nutgraf --group nutgraf --mode 0750 /var/lib/nutgraf
COPY --from=build /opt/nutgraf /opt/nutgraf
ENV PATH=/opt/nutgraf/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUTGRAF_HOME=/var/lib/nutgraf \
    NUTGRAF_HOST=0.0.0.0 \
    NUTGRAF_PORT=8080
# The one place that is written to; everything else may be read-only.
VOLUME /var/lib/nutgraf
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive, not ready: a replica that waits for its database is not helped by being killed.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['NUTGRAF_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["nutgraf"]
CMD ["serve"]
