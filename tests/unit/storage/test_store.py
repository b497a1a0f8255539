"""Conversations, receipts and feedback: kept, changed, expired, and named when the database fails."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.domain.turn import Turn
from assistant.entities.follow import settle
from assistant.errors import StorageError
from assistant.storage.masking import masked
from assistant.storage.store import CONVERSATION_S, RECEIPT_S, Store, Vote

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB? mail me@example.org"


@pytest.fixture
def finished(assistant):
    return asyncio.run(assistant.answer(Turn("a" * 32, QUESTION, "c" * 32)))


@pytest.fixture
def store(tmp_path):
    opened = Store.open("", tmp_path, keep_questions=False)
    yield opened
    opened.close()


def test_a_conversation_and_its_receipt_are_kept_without_the_question(store, finished):
    settled = settle(finished.question)
    store.keep(finished.answer, settled)
    assert store.settled("c" * 32) == settled
    receipt = store.receipt("a" * 32)
    assert receipt.answer.facts == finished.answer.facts
    assert receipt.answer.question == ""
    assert store.receipt("b" * 32) is None
    assert store.settled(None) is store.settled("d" * 32) is None


def test_questions_are_kept_only_by_setting_and_masked(tmp_path, finished):
    store = Store.open("", tmp_path, keep_questions=True)
    store.keep(finished.answer, settle(finished.question))
    assert store.receipt("a" * 32).answer.question == QUESTION.replace("me@example.org", "(e-mail address)")
    store.close()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call +49 30 1234567 please", "call (phone number) please"),
        ("key sk-abcdefghijklmnop1234 leaks", "key (key) leaks"),
        ("token hf_AbCdEfGhIjKlMnOpQrSt", "token (key)"),
        ("Does Qwen3 32B at Q4_K_M fit on 2x 3090 with 32,768 tokens for $1,500?", None),
        ("hf.co/bartowski/Qwen_Qwen3-30B-A3B-GGUF:Q4_K_M on a 4060 Ti 16GB", None),
        ("from 2024-01-15 to 2025-12-31", None),
    ],
)
def test_what_identifies_people_is_masked_and_products_are_not(text, shown):
    assert masked(text) == (shown or text)


def test_a_later_vote_takes_the_place_of_an_earlier_one(store, finished):
    assert store.vote(Vote("a" * 32, 1)) is False
    store.keep(finished.answer, settle(finished.question))
    assert store.vote(Vote("a" * 32, 1))
    assert store.vote(Vote("a" * 32, -1, "wrong_number", "see me@example.org"))
    assert store.counts() == {"conversations": 1, "answers": 1, "feedback": 1}


def test_many_votes_at_once_leave_one(store, finished):
    store.keep(finished.answer, settle(finished.question))
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda n: store.vote(Vote("a" * 32, 1 if n % 2 else -1)), range(32)))
    assert store.counts()["feedback"] == 1


def test_what_has_expired_is_forgotten(tmp_path, finished):
    now = [1_000_000.0]
    store = Store.open("", tmp_path, keep_questions=False, clock=lambda: now[0])
    store.keep(finished.answer, settle(finished.question))
    assert store.forget() == 0
    now[0] += CONVERSATION_S + 1
    assert store.settled("c" * 32) is None
    assert store.receipt("a" * 32)
    assert store.forget() == 1
    now[0] += RECEIPT_S
    assert store.forget() == 1
    assert store.receipt("a" * 32) is None
    store.close()


def test_a_database_of_another_kind_or_place_is_refused_by_name(tmp_path):
    (tmp_path / "service.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StorageError, match="not a database"):
        Store.open("", tmp_path, keep_questions=False)


def test_a_locked_database_is_an_error_in_time_and_works_again_after(store, tmp_path, finished):
    other = sqlite3.connect(tmp_path / "service.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match="locked"):
        store.keep(finished.answer, settle(finished.question))
    other.execute("ROLLBACK")
    other.close()
    store.keep(finished.answer, settle(finished.question))
    assert store.receipt("a" * 32)


def test_opening_twice_changes_nothing(tmp_path, finished):
    first = Store.open("", tmp_path, keep_questions=False)
    first.keep(finished.answer, settle(finished.question))
    second = Store.open("", tmp_path, keep_questions=False)
    assert second.receipt("a" * 32)
    first.close()
    second.close()
