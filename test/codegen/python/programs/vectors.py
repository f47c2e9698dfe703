"""Holds a generated package against its vectors.json: python3 vectors.py <package>. Prints what differs, then a count."""

import importlib
import json
import sys
from datetime import datetime
from inspect import signature
from pathlib import Path


def main() -> None:
    client = importlib.import_module(sys.argv[1])
    suite = json.loads((Path(client.__file__).parent / "vectors.json").read_text("utf-8"))
    for vector in suite["vectors"]:
        expected = dict(vector["expected"])
        expected.pop("secret" if expected["payload"] == "not-json" else "", None)
        found = outcome(client, suite, vector)
        if found != expected:
            print(f"{vector['name']}: found {found}, expected {expected}")
        if expected["payload"] == "valid":
            check_round_trip(client, vector)
    print(f"{len(suite['vectors'])} vectors")


def outcome(client, suite, vector):
    headers = [tuple(pair) for pair in vector["headers"]]
    return authentication(client, suite, vector, headers) | payload(client, vector, headers)


def authentication(client, suite, vector, headers):
    secrets = [client.Secret(one["id"], one["value"]) for one in suite["secrets"]]
    given = {"url": suite["url"], "now": suite["now"], "method": vector["method"], "header": suite.get("header")}
    known = {name: value for name, value in given.items() if name in signature(client.receive).parameters}
    try:
        event = client.receive(vector["body"].encode(), headers, secrets=secrets, **known)
        return {"authentication": "verified", "secret": event.secret_id}
    except client.AuthenticationError as error:
        return {"authentication": error.reason}
    except client.InvalidEventError as error:
        return {"authentication": "verified", "secret": error.secret_id}
    except client.NotJsonError:
        return {"authentication": "verified"}


def payload(client, vector, headers):
    try:
        event = client.parse(vector["body"].encode(), headers)
    except client.InvalidEventError as error:
        pointers = sorted({violation.pointer for violation in error.violations})
        return {"payload": "invalid", "event": error.event, "pointers": pointers}
    except client.NotJsonError:
        return {"payload": "not-json"}
    if isinstance(event, client.UnknownEvent):
        return {"payload": "unknown-event"}
    return {"payload": "valid", "event": event.name}


def check_round_trip(client, vector):
    event = client.parse(vector["body"], vector["headers"])
    if "that the contract does not know" in vector["name"]:
        return
    written = json.loads(json.dumps(event.payload.to_dict()))
    if normal(written) != normal(event.raw):
        print(f"{vector['name']}: round trip gives {written}")
    if type(event.payload).from_dict(written) != event.payload:
        print(f"{vector['name']}: reads something else the second time")


def normal(value):
    """Without null members, and with times in one spelling."""
    if isinstance(value, dict):
        return {name: normal(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            return value
    return value


main()
