"""The workloads on FastAPI and uvicorn: `main.py ADDRESS [--crowded]`."""

import json
import os
import sys
import threading
from pathlib import Path as File
from typing import Annotated

import uvicorn
from fastapi import APIRouter, FastAPI, Header, Path, Query
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, EmailStr, Field


class Greeting(BaseModel):
    message: str
    number: int


class Found(BaseModel):
    item_id: int
    q: str | None
    limit: int
    token: str


class Dimensions(BaseModel):
    w: float = Field(gt=0)
    h: float = Field(gt=0)
    d: float = Field(gt=0)


class Item(BaseModel):
    name: str = Field(min_length=1, max_length=100)
    description: str | None = None
    price: float = Field(gt=0)
    tax: float | None = Field(default=None, ge=0)
    tags: list[Annotated[str, Field(min_length=1, max_length=30)]] = Field(max_length=20)
    dimensions: Dimensions
    email: EmailStr


app = FastAPI(title="Benches", version="1.0.0")
ITEMS = [Item.model_validate(item) for item in json.loads(File(os.environ["PEERS_ITEMS"]).read_text())]


def resource() -> APIRouter:
    """One resource of the crowd."""
    router = APIRouter(default_response_class=PlainTextResponse)

    @router.get("/")
    async def read_all() -> str:
        return "list"

    @router.post("/", status_code=201)
    async def create() -> str:
        return "create"

    @router.get("/{id}")
    async def read(id: int) -> str:
        return f"read {id}"

    @router.put("/{id}")
    async def replace(id: int) -> str:
        return f"replace {id}"

    @router.delete("/{id}")
    async def remove(id: int) -> str:
        return f"remove {id}"

    return router


def crowd(numbers: range) -> None:
    if "--crowded" in sys.argv:
        for number in numbers:
            app.include_router(resource(), prefix=f"/resource{number}")


# Routes are tried one after another. In the middle is where a route is on the average.
crowd(range(50))


@app.get("/text", response_class=PlainTextResponse)
async def text() -> str:
    return "Hello, World!"


@app.get("/json")
async def greeting() -> Greeting:
    return Greeting(message="Hello, World!", number=42)


@app.get("/items/{item_id}")
async def read_item(
    item_id: Annotated[int, Path(ge=1)],
    x_token: Annotated[str, Header(min_length=8)],
    q: Annotated[str | None, Query(min_length=3, max_length=50)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Found:
    return Found(item_id=item_id, q=q, limit=limit, token=x_token)


@app.post("/items", status_code=201)
async def create_item(item: Item) -> Item:
    return item


@app.get("/items")
async def list_items() -> list[Item]:
    return ITEMS


crowd(range(50, 100))


def end_with_input() -> None:
    """The server never outlives who started it."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    host, port = sys.argv[1].rsplit(":", 1)
    uvicorn.run(app, host=host, port=int(port), access_log=False, log_level="warning")
