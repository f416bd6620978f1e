"""
A watch over what a process asks of others, and an environment that tells its parts to tell everything.

For processes of their own that run as users start them, with `WATCHING` before the package is loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# A process listens and looks its own address up; whatever else asks for a name, connects or sends is told.
WATCHING = """
import sys
ASKING = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo", "socket.sendto", "socket.sendmsg")
def watch(event, args):
    if event.startswith(ASKING) and not (event == "socket.getaddrinfo" and args[0] == "127.0.0.1"):
        print("asked outside:", event, args[1:], file=sys.stderr, flush=True)
    if event == "import" and args[0].startswith(("opentelemetry.sdk", "opentelemetry.exporter")):
        print("asked outside:", args[0], file=sys.stderr, flush=True)
sys.addaudithook(watch)
"""
# What an installed OpenTelemetry brings along, as small as it can be: a provider found by its entry point that sends each span somewhere.
TELLING = """
import socket
from opentelemetry.trace import NoOpTracer, TracerProvider
class Provider(TracerProvider):
    def get_tracer(self, *given, **more):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(b"a request", ("127.0.0.1", 9))
        return NoOpTracer()
"""


def telling(found: Path) -> dict[str, str]:
    """An environment that tells OpenTelemetry to send everything somewhere, by what it finds in an empty folder."""
    (found / "telling-1.dist-info").mkdir(parents=True)
    (found / "telling.py").write_text(TELLING)
    (found / "telling-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: telling\nVersion: 1\n")
    (found / "telling-1.dist-info" / "entry_points.txt").write_text("[opentelemetry_tracer_provider]\ntelling = telling:Provider\n")
    return {
        **os.environ, "PYTHONPATH": os.pathsep.join((str(found), *sys.path)), "OTEL_PYTHON_TRACER_PROVIDER": "telling",
        "FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SERVICE_NAME": "desk",
        "OTEL_TRACES_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "otlp", "OTEL_LOGS_EXPORTER": "otlp",
    }  # fmt: skip
