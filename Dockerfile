# The desk in a container; docs/server.md says how it is run. Two stages: what builds is left behind.

# The version of Python that the tests run on.
ARG PYTHON=3.11-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src src
# Everything is fetched once, as wheels; what is installed comes from these alone.
RUN pip wheel --wheel-dir /wheels ".[postgres,pdf,tables,archives,mcp]"
RUN python -m venv /opt/according \
    && /opt/according/bin/pip install --no-index --find-links /wheels "according[postgres,pdf,tables,archives,mcp]" \
    && /opt/according/bin/pip uninstall --yes pip setuptools

FROM python:${PYTHON}
# By numbers, so that whoever runs the image can see that it is not root. Nothing but /data and /tmp is ever written.
RUN groupadd --gid 10001 according \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin according \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /opt/according /opt/according
ENV PATH=/opt/according/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 ACCORDING_LEDGER=sqlite:////data/ledger.db
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8321
# The page at which people log in is open to everybody, and made from the ledger: it answers only where all of it works.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8321/login', timeout=4).read()"]
ENTRYPOINT ["according"]
# Others than this container can come, so it does not start before somebody has an account (according user add).
CMD ["serve", "--host", "0.0.0.0"]
