# NetROI in a container; docs/deploy-container.md says how it is run, with nothing writable but /data and /tmp.

FROM python:3.11-slim AS packages
COPY requirements.txt /
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --only-binary=:all: --requirement /requirements.txt

FROM python:3.11-slim
RUN groupadd --gid 10001 netroi \
 && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin netroi \
 && install --directory --owner netroi --group netroi --mode 0700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
RUN /venv/bin/python -m compileall -q . \
 && /venv/bin/python -m netroi_core.web.static_cache

# Whoever runs it says for whom: NETROI_MODE and NETROI_URL. HOME is where Streamlit looks for settings of its user.
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp NETROI_STORE=/data
USER 10001:10001
VOLUME /data
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/health/ready', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "8501"]
