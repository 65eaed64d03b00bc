#!/usr/bin/env python3
"""A receiver of webhooks: checks the signature of each message, prints what it tells, and answers 204, or 401 to a forgery.

No library is needed. The messages follow the Standard Webhooks specification, for which there are libraries, too.

    python3 docs/examples/webhook.py --port 8090 --secret webhook.secret
"""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import time

TOO_OLD = 300  # seconds: what was signed longer ago may be a recording


def is_genuine(secret, headers, body):
    """Whether the market signed this, lately. secret is the text that begins with whsec_."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message_id, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > TOO_OLD:
        return False
    signed = hmac.new(key, b".".join([message_id.encode(), sent.encode(), body]), hashlib.sha256).digest()
    ours = "v1," + base64.b64encode(signed).decode()
    # There may be several, with spaces between, while a secret is changed.
    return any(hmac.compare_digest(ours, theirs) for theirs in headers.get("webhook-signature", "").split())


class Receiver(http.server.BaseHTTPRequestHandler):
    secret_file, told, left = "", set(), -1

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(self.secret_file) as file:
            genuine = is_genuine(file.read().strip(), self.headers, body)
        self.send_response(204 if genuine else 401)
        self.end_headers()
        if not genuine:
            print("refused: the signature is not that of the market", flush=True)
            return
        # A message may come twice, when our answer was lost; its id is the same.
        if self.headers["webhook-id"] not in self.told:
            self.told.add(self.headers["webhook-id"])
            message = json.loads(body)
            print(message["type"], json.dumps(message["data"]), flush=True)
            Receiver.left -= 1

    def log_message(self, *ignored):
        pass


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=8090, help="0 for any that is free")
    options.add_argument("--secret", required=True, help="the file that 'tidemark webhooks add' wrote; read at each message")
    options.add_argument("--messages", type=int, default=-1, help="end after so many")
    chosen = options.parse_args()
    Receiver.secret_file, Receiver.left = chosen.secret, chosen.messages
    server = http.server.ThreadingHTTPServer(("127.0.0.1", chosen.port), Receiver)
    print("listening on http://127.0.0.1:%d/" % server.server_port, flush=True)
    while Receiver.left != 0:
        server.handle_request()
