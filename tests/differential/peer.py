"""The other side of the differential test: the same applications in FastAPI.

Reads one request per line (JSON) and answers each with one line (JSON), the last of them at an empty line. No sockets:
the ASGI application is called as a function.
"""

import asyncio
import json
import sys
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Literal, Union
from uuid import UUID

try:
    import fastapi
    import pydantic
    from fastapi import Body, Cookie, FastAPI, Form, Header, Path, Query
    from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)


class Color(str, Enum):
    red = "red"
    green = "green"
    dark_blue = "dark_blue"


def application():
    return FastAPI(openapi_url=None, docs_url=None, redoc_url=None)


# query: scalars with constraints

query = application()


@query.get("/query")
async def read_query(
    i: Annotated[int, Query(ge=1, le=100)],
    j: int | None = None,
    m: Annotated[int | None, Query(multiple_of=3, gt=-10, lt=10)] = None,
    f: Annotated[float, Query(gt=0, lt=1000.5)] = 1.5,
    b: bool = False,
    s: Annotated[str | None, Query(min_length=2, max_length=5)] = None,
    p: Annotated[str | None, Query(pattern="^[a-z]+$")] = None,
    c: Color | None = None,
    t: Annotated[list[int], Query(max_length=3)] = [],
    w: Annotated[list[str] | None, Query()] = None,
    a: Annotated[str, Query(alias="with-dash")] = "d",
):
    return {"i": i, "j": j, "m": m, "f": f, "b": b, "s": s, "p": p, "c": c, "t": t, "w": w, "a": a}


# path

path = application()


@path.get("/ints/{i}")
async def read_int(i: Annotated[int, Path(ge=-5, lt=1000)]):
    return {"i": i}


@path.get("/floats/{f}")
async def read_float(f: Annotated[float, Path(le=1e6)]):
    return {"f": f}


@path.get("/bools/{b}")
async def read_bool(b: bool):
    return {"b": b}


@path.get("/colors/{c}/texts/{s}")
async def read_color(c: Color, s: Annotated[str, Path(max_length=6)]):
    return {"c": c, "s": s}


# headers and cookies

headers = application()


@headers.get("/headers")
async def read_headers(
    x_token: Annotated[str, Header(min_length=2)],
    x_count: Annotated[int, Header(ge=0)] = 3,
    x_flag: Annotated[bool | None, Header()] = None,
    x_list: Annotated[list[int] | None, Header()] = None,
    session: Annotated[str | None, Cookie(max_length=8)] = None,
    visits: Annotated[int, Cookie(ge=0)] = 0,
):
    return {
        "x_token": x_token,
        "x_count": x_count,
        "x_flag": x_flag,
        "x_list": x_list,
        "session": session,
        "visits": visits,
    }


# parameter models

models = application()


class Filter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: Annotated[int, Field(gt=0, le=100)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
    order_by: Color = Color.red
    q: str | None = None
    tags: list[str] = []


class Client(BaseModel):
    x_agent: str
    x_depth: Annotated[int, Field(le=9)] = 1


@models.get("/filter")
async def read_filter(filter: Annotated[Filter, Query()]):
    return filter


@models.get("/client")
async def read_client(client: Annotated[Client, Header()]):
    return client


# a flat body

item = application()


class Item(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=10)]
    price: Annotated[float, Field(gt=0, le=10000)]
    count: Annotated[int, Field(ge=0, multiple_of=5)] = 5
    sold: bool = False
    color: Color | None = None
    code: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None


@item.post("/items")
async def create_item(item: Item):
    return item


# a nested body

nested = application()


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")
    x: int
    y: int


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: Annotated[float, Field(gt=0)]


class Square(BaseModel):
    kind: Literal["square"]
    side: float
    at: Point | None = None


class Drawing(BaseModel):
    title: str
    origin: Point
    points: Annotated[list[Point], Field(min_length=1, max_length=4)]
    words: dict[str, int] = {}
    shape: Annotated[Union[Circle, Square], Field(discriminator="kind")]
    colors: list[Color] = []
    matrix: list[list[int]] | None = None


@nested.post("/drawings")
async def create_drawing(drawing: Drawing):
    return drawing


# the same, where fastrs shall be as lax

lax = nested


# several bodies and a scalar

several = application()


class User(BaseModel):
    username: str
    age: Annotated[int | None, Field(ge=0)] = None


@several.put("/several/{item_id}")
async def update(
    item_id: int,
    point: Point,
    user: User,
    importance: Annotated[int, Body(gt=0)],
    note: Annotated[str | None, Body()] = None,
    q: str | None = None,
):
    return {"item_id": item_id, "point": point, "user": user, "importance": importance, "note": note, "q": q}


# forms

form = application()


@form.post("/login")
async def login(
    username: Annotated[str, Form(min_length=2, max_length=8)],
    age: Annotated[int, Form(ge=0, le=150)],
    remember: Annotated[bool, Form()] = False,
    tags: Annotated[list[str], Form()] = [],
    color: Annotated[Color | None, Form()] = None,
    score: Annotated[float | None, Form()] = None,
):
    return {"username": username, "age": age, "remember": remember, "tags": tags, "color": color, "score": score}


# everything at once

mixed = application()


@mixed.post("/mixed/{group}")
async def everything(
    group: Color,
    user: User,
    limit: Annotated[int, Query(le=10)],
    x_key: Annotated[str, Header()],
    visits: Annotated[int, Cookie()] = 1,
    ratio: float | None = None,
):
    return {"group": group, "user": user, "limit": limit, "x_key": x_key, "visits": visits, "ratio": ratio}


# dates, times, ids

times = application()


class Event(BaseModel):
    id: UUID
    day: date
    at: AwareDatetime | None = None
    seen: datetime | None = None
    opens: time | None = None


@times.get("/times/{id}")
async def read_times(
    id: UUID,
    day: date | None = None,
    at: AwareDatetime | None = None,
    seen: datetime | None = None,
    opens: time | None = None,
):
    return Event(id=id, day=day or date(2000, 1, 1), at=at, seen=seen, opens=opens)


@times.post("/times")
async def create_event(event: Event):
    return event


APPS = {name: value for name, value in globals().items() if isinstance(value, FastAPI)}


async def ask(app, request):
    path, _, query_string = request["target"].partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "http",
        "path": unquoted(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query_string.encode("latin-1"),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request["headers"]],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "root_path": "",
        "state": {},
    }
    answer = {"status": 500, "body": b""}

    async def receive():
        return {"type": "http.request", "body": bytes.fromhex(request["body"]), "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
        elif message["type"] == "http.response.body":
            answer["body"] += message.get("body", b"")

    try:
        await app(scope, receive, send)
    except Exception:  # a 500 has gone out
        pass
    return {"status": answer["status"], "body": answer["body"].decode("utf-8", "replace")}


def unquoted(path):
    from urllib.parse import unquote

    return unquote(path)


def main():
    print(json.dumps({"fastapi": fastapi.__version__, "pydantic": pydantic.VERSION}), flush=True)
    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        if not line.strip():
            sys.stdout.flush()
            continue
        request = json.loads(line)
        answer = loop.run_until_complete(ask(APPS[request["app"]], request))
        print(json.dumps(answer))
    sys.stdout.flush()


main()
