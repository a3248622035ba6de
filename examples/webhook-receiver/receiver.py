"""Receives webhooks, and prints those with a right signature. WEBHOOK_SECRET is what `ittybit webhook-secret show` says."""
import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BYTES = 1_000_000
MAX_AGE_S = 300
KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def verify(headers, body):
    """Raises ValueError if the message is not from the server, or is one of long ago."""
    signed = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(KEY, signed, hashlib.sha256)).decode()
    given = (headers["webhook-signature"] or "").split()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise ValueError("the signature is wrong")
    if abs(time.time() - int(headers["webhook-timestamp"])) > MAX_AGE_S:
        raise ValueError("the message is too old: it may be a replay")


class Receiver(BaseHTTPRequestHandler):
    # A message may come twice, with the same id.
    seen = set()

    def do_POST(self):
        size = int(self.headers["content-length"] or 0)
        if size > MAX_BYTES:
            self.answer(413)
            return
        body = self.rfile.read(size)
        try:
            verify(self.headers, body)
        except ValueError as error:
            print(error, flush=True)
            self.answer(401)
            return
        # Answer first: the sender waits for 5 seconds only.
        self.answer(204)
        if self.headers["webhook-id"] not in self.seen:
            self.seen.add(self.headers["webhook-id"])
            job = json.loads(body)
            print(job["type"], job["id"], (job.get("output") or {}).get("url", ""), flush=True)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 3100))), Receiver).serve_forever()
