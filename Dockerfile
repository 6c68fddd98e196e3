# One image for every Convenor service; docker-compose.yml says which command each of them runs.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_SYSTEM_PYTHON=1

WORKDIR /srv/convenor

# The packages change more seldom than the code, so they are a layer of their own. Everything that
# is installed was named beforehand with its hash, the tools for building included.
COPY requirements.lock ./
RUN pip install --no-cache-dir "uv>=0.8,<1" \
    && uv pip install --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY domain ./domain
COPY workflows ./workflows
COPY projections ./projections
COPY services ./services
RUN uv pip install --no-deps --no-build-isolation --offline . \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin convenor

# The code is installed; started from here, the copies above would come before it.
WORKDIR /
USER convenor
EXPOSE 8000
ENTRYPOINT ["convenor"]
CMD ["web"]
