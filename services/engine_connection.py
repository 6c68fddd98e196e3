"""Answers how a client reaches Temporal under given settings: address, encryption, key.

It opens no connection; whoever connects passes this on.
"""

from __future__ import annotations

from pathlib import Path

from temporalio.service import ConnectConfig, TLSConfig

from services.config import Settings


def connect_config(settings: Settings) -> ConnectConfig:
    """For a Temporal server of one's own; with embedded servers ask them for their address."""
    if settings.temporal_address is None:
        raise ValueError("TEMPORAL_ADDRESS is not set, so there is no server to connect to.")
    key = settings.temporal_api_key
    return ConnectConfig(
        target_host=settings.temporal_address,
        tls=encryption(settings),
        api_key=key.get_secret_value() if key else None,
    )


def encryption(settings: Settings) -> TLSConfig | bool:
    """What the Temporal client takes as `tls`; certificates alone are enough to turn it on."""
    files = (settings.temporal_tls_ca, settings.temporal_tls_cert, settings.temporal_tls_key)
    if not any(files):
        # A key that travels in the clear is no key.
        return settings.temporal_tls or settings.temporal_api_key is not None
    authority, certificate, private_key = (_read(file) for file in files)
    return TLSConfig(
        server_root_ca_cert=authority,
        client_cert=certificate,
        client_private_key=private_key,
    )


def _read(file: Path | None) -> bytes | None:
    return file.read_bytes() if file else None
