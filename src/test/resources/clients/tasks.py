"""Calls the tasks of a server as the generated Python client of the documented service (version 1.0.0) does.

The package itself cannot be had where these tests run. What follows is written after its published source, and does
the same: paths, headers, bodies, which answers count as good, and which fields of them it reads as what.
Standard output is what the program of a user of it would see.
"""
import json
import sys
import time

import requests


class Tasks:
    def __init__(self, base_url, api_key):
        self.base_url = base_url
        self.headers = {
            "User-Agent": "ittybit/1.0.0",
            "X-Fern-Language": "Python",
            "X-Fern-SDK-Name": "ittybit",
            "X-Fern-SDK-Version": "1.0.0",
            "Authorization": f"Bearer {api_key}",
            "Accept-Version": "2025-08-20",
        }

    def list(self, page=None, limit=None):
        # The client leaves out parameters that are None.
        params = {name: value for name, value in {"page": page, "limit": limit}.items() if value is not None}
        return [task(item) for item in self.call("GET", "tasks", params=params)]

    def create(self, request):
        return task(self.call("POST", "tasks", json=request, headers={"content-type": "application/json"}))

    def get(self, id):
        return task(self.call("GET", f"tasks/{id}"))

    def call(self, method, path, headers={}, **arguments):
        response = requests.request(method, f"{self.base_url}/{path}", headers={**self.headers, **headers},
                                    timeout=60, **arguments)
        if 200 <= response.status_code < 300:
            return response.json()
        raise RuntimeError(f"status_code: {response.status_code}, body: {response.json()}")


def task(answer):
    """The fields that the client's model of a task reads, of the types that it declares for them."""
    for name in ("id", "object", "kind", "status"):
        assert isinstance(answer[name], str), (name, answer)
    for name in ("input", "options", "output"):
        assert answer.get(name) is None or isinstance(answer[name], dict), (name, answer)
    assert answer.get("progress") is None or isinstance(answer["progress"], int), answer
    return answer


def main(base_url, api_key, url):
    tasks = Tasks(base_url, api_key)
    created = tasks.create(request={"kind": "video", "input": {"url": url}, "options": {"width": 64}})
    done = created
    for _ in range(600):
        if done["status"] in ("succeeded", "failed", "cancelled"):
            break
        time.sleep(0.1)
        done = tasks.get(created["id"])
    listed = tasks.list(limit=1)
    older = tasks.list(page=2, limit=1)
    try:
        tasks.get("task_unknown")
        refused = None
    except RuntimeError as error:
        refused = str(error)
    print(json.dumps({"created": created, "done": done, "listed": listed, "older": older, "refused": refused}))


main(*sys.argv[1:])
