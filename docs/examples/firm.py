#!/usr/bin/env python3
"""A firm's first session: log on, ask what is listed, buy a block, print every message, log out.

No FIX library is needed. The door is 127.0.0.1:9880, or what TIDEMARK_FIX says.

    python3 docs/examples/firm.py --pool B200X8.PRN1 --ahead 4 --hours 2 --lots 1 --limit 4.50
"""
import argparse
import os
import re
import socket
import sys
import time

SOH = "\1"


class Session:
    """One connection: numbers what it sends, and hands out what it hears, a list of (tag, value) each."""

    def __init__(self, address, comp_id):
        host, port = address.rsplit(":", 1)
        self.door = socket.create_connection((host, int(port)), timeout=20)
        self.comp_id, self.number, self.heard = comp_id, 0, b""

    def send(self, kind, *fields):
        self.number += 1
        now = time.strftime("%Y%m%d-%H:%M:%S.000", time.gmtime())
        head = ["35=" + kind, "49=" + self.comp_id, "56=TIDEMARK", "34=%d" % self.number, "52=" + now]
        body = "".join(field + SOH for field in head + list(fields))
        text = "8=FIXT.1.1\x019=%d\x01%s" % (len(body), body)
        self.door.sendall((text + "10=%03d\x01" % (sum(text.encode()) % 256)).encode())
        print("->", re.sub("[|]554=[^|]*[|]", "|554=***|", text.replace(SOH, "|")))

    def hear(self):
        while True:
            end = self.heard.find(b"\x0110=")
            end = self.heard.find(b"\x01", end + 1) if end >= 0 else -1
            if end >= 0:
                raw, self.heard = self.heard[: end + 1].decode(), self.heard[end + 1 :]
                shown = raw.replace(SOH, "|")
                print("<-", shown if len(shown) < 600 else shown[:300] + " ... (%d characters)" % len(shown))
                return [tuple(field.split("=", 1)) for field in raw.split(SOH) if field]
            data = self.door.recv(65536)
            if not data:
                sys.exit("the door hung up; the exchange's log says why")
            self.heard += data

    def until(self, wanted):
        """Reads on until a message of this kind comes."""
        while True:
            message = self.hear()
            if dict(message)["35"] == wanted:
                return message


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--comp-id", default="FIRM", help="the session, by its SenderCompID")
    options.add_argument("--account", default="firm", help="whose session it is")
    options.add_argument("--key-file", help="a file with the API key of the account; without it the demo's is sent")
    options.add_argument("--pool", default="B200X8.PRN1")
    options.add_argument("--ahead", type=int, default=4, help="which of the listed hours comes first, from 0")
    options.add_argument("--hours", type=int, default=2)
    options.add_argument("--lots", type=int, default=1)
    options.add_argument("--limit", default="4.50", help="USD per GPU-hour")
    wanted = options.parse_args()

    firm = Session(os.environ.get("TIDEMARK_FIX", "127.0.0.1:9880"), wanted.comp_id)
    key = open(wanted.key_file).read().strip() if wanted.key_file else "demo-firm"
    # 141=Y begins the sequence numbers anew; 20001=N keeps what rests when we hang up.
    firm.send("A", "98=0", "108=30", "141=Y", "1137=9", "553=" + wanted.account, "554=" + key, "20001=N")
    firm.until("A")

    firm.send("x", "320=list", "559=4")
    hours, last = [], False
    while not last:
        part = firm.until("y")
        hours += [value for tag, value in part if tag == "55" and value.startswith(wanted.pool + ".F/")]
        last = dict(part)["893"] == "Y"
    if wanted.ahead >= len(hours):
        sys.exit("%d hours of %s are listed: give --ahead 0 to %d" % (len(hours), wanted.pool, len(hours) - 1))
    first = sorted(hours)[wanted.ahead]
    block = first.rsplit("/", 1)[0] + "/%dH" % wanted.hours

    now = time.strftime("%Y%m%d-%H:%M:%S", time.gmtime())
    order = "try-%d" % time.time_ns()
    firm.send("D", "11=" + order, "55=" + block, "54=1", "38=%d" % wanted.lots, "40=2", "44=" + wanted.limit, "60=" + now)
    report = dict(firm.until("8"))
    print("order %s is %s" % (report["37"], {"0": "entered", "8": "refused: " + report.get("58", "")}[report["150"]]))

    firm.send("H", "11=" + order, "54=1")
    while dict(firm.until("8"))["150"] != "I":
        pass
    firm.send("5")
    firm.until("5")


if __name__ == "__main__":
    main()
