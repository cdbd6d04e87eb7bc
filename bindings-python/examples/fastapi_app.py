"""A web service that sends texts, with FastAPI.

    SMPP_URL=smpp://app:secret@localhost:2775 uvicorn fastapi_app:app

One connection serves all requests: its window limits how many are under way, and who comes too early waits in line.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

from smppkit.aio import Esme, Message, Receipt, Reconnect, TextNotAccepted, connect


class Text(BaseModel):
    """What to send."""

    to: str
    text: str


class Accepted(BaseModel):
    """What became of it."""

    message_ids: list[str]


async def receive(esme: Esme) -> None:
    """Takes what comes in. An application would keep it somewhere before it accepts it."""
    async for delivery in esme:
        match delivery:
            case Message():
                print(f"{delivery.source_addr}: {delivery.text}")
                delivery.accept()
            case Receipt():
                print(f"{delivery.message_id}: {delivery.state}")
                delivery.accept()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with connect(os.environ["SMPP_URL"], window=64, reconnect=Reconnect()) as esme:
        app.state.esme = esme
        receiving = asyncio.create_task(receive(esme))
        yield
        receiving.cancel()


app = FastAPI(lifespan=lifespan)


@app.post("/texts", status_code=202)
async def send(text: Text, request: Request) -> Accepted:
    esme: Esme = request.app.state.esme
    try:
        sent = await esme.send_text(text.to, text.text)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    except TextNotAccepted as error:
        # Whether it can be sent again without being sent twice.
        detail = {"error": str(error), "may_have_been_sent": error.may_have_been_done}
        raise HTTPException(502, detail) from error
    return Accepted(message_ids=list(sent.message_ids))


@app.get("/health")
async def health(request: Request) -> dict[str, bool]:
    return {"connected": request.app.state.esme.is_connected}
