"""Connect to a Dask cluster, and check beforehand that it can do the work."""

import logging
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kquant.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

_PACKAGE = "kquant-image"  # what pip calls it
_PATIENCE = 15  # seconds to wait for the scheduler, for a first worker, for answers
_ENCRYPTED = ("tls", "wss")
_CERTIFICATES = 'configure them as under "TLS" in docs/cluster.md'


def connected(address: str) -> "Client":
    """Return a connection to a cluster whose workers can do the work.

    Parameters
    ----------
    address : str
        The address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Returns
    -------
    distributed.Client

    Raises
    ------
    ClusterError
        When Dask is not installed here, the address cannot work, no scheduler or
        worker answers, or the workers have no kquant or another version of it.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "--dask needs an extra: in a checkout of kquant, pip install '.[distributed]'"
        ) from error
    _check_address(address)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}") from error
    try:
        _check_workers(client, address)
    except BaseException:
        client.close()
        raise
    return client


def _check_address(address: str) -> None:
    """Refuse an address with which Dask would try in vain until its time is up."""
    from distributed.comm.core import parse_address
    from distributed.comm.registry import get_backend

    protocol, place = parse_address(address)
    try:
        backend = get_backend(protocol)
    except (ValueError, ImportError) as error:
        raise ClusterError(
            f"--dask {address}: Dask knows no protocol {protocol!r} here"
        ) from error
    try:
        backend.get_connector()
    except Exception as error:
        raise ClusterError(
            f"--dask {address}: the package that Dask needs for {protocol} is not "
            "installed"
        ) from error
    try:
        host, port = backend.get_address_host_port(place)
        is_usable = bool(host) and 0 < port < 1 << 16
    except (ValueError, NotImplementedError):
        is_usable = False
    if not is_usable:
        raise ClusterError(
            f"--dask {address}: it takes the address of a scheduler, as in "
            "tcp://10.0.0.1:8786"
        )
    _check_encryption(address, is_encrypted=protocol in _ENCRYPTED)


def _check_encryption(address: str, *, is_encrypted: bool) -> None:
    """Refuse an encrypted address without certificates, and the other way round."""
    from distributed.security import Security

    try:
        settings = Security().get_connection_args("client")
    except OSError as error:  # ssl.SSLError is one, too
        raise ClusterError(
            f"--dask {address}: the certificates for TLS cannot be read "
            f"({error.strerror or error}): {_CERTIFICATES}"
        ) from error
    if is_encrypted and settings["ssl_context"] is None:
        raise ClusterError(
            f"--dask {address}: there are no certificates for TLS: {_CERTIFICATES}"
        )
    if settings["require_encryption"] and not is_encrypted:
        raise ClusterError(
            f"--dask {address}: Dask is configured to require encryption: use tls://"
        )


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, or with another version of kquant.

    The workers are asked through Dask's own question for versions: it runs nothing of
    ours there, and the answer must be text: a pickle could run anything here.
    """
    # Dask would print a traceback about an answer that it does not read.
    logging.getLogger("distributed.protocol.core").setLevel(logging.CRITICAL + 1)
    question = {"op": "versions", "packages": [_PACKAGE]}
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        answers: Mapping[str, Any] = client.sync(
            client.scheduler.broadcast,
            msg=question,
            on_error="ignore",
            deserializers=["msgpack"],
            callback_timeout=_PATIENCE,
        )
    except TimeoutError as error:
        raise ClusterError(f"the Dask cluster at {address} has no workers") from error
    except TypeError as error:  # an answer that is no text: Dask refuses to read it
        raise ClusterError(
            f"a worker of the Dask cluster at {address} did not answer with its version"
        ) from error
    here = version(_PACKAGE)
    for worker, answer in answers.items():
        there = answer["packages"].get(_PACKAGE) if isinstance(answer, dict) else here
        if there is None:
            raise ClusterError(f"kquant is not installed on the worker {worker}")
        if there != here:
            raise ClusterError(
                f"the worker {worker} has kquant {there}, but this machine has {here}: "
                "results would differ"
            )
