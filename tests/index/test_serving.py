"""One answer, one generation; a new one is noticed; the old one is closed after its last question."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path

import pytest

from retrieval.errors import GenerationMismatch, NothingPublished
from retrieval.index.embedded import EmbeddedEngine
from retrieval.index.engine import Changes, Generation, Manifest
from retrieval.index.serving import Serving
from retrieval.language.tokenizer import Tokenizer
from tests.index.support import DIM, HashedGrams, article, rows_of


class Watch:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class CountingEngine(EmbeddedEngine):
    """Remembers which generations are open."""

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        super().__init__(folder, tokenizer)
        self.open_ids: list[str] = []
        self.may_open = threading.Event()
        self.may_open.set()

    def open(self, generation_id: str):
        assert self.may_open.wait(30)
        generation = super().open(generation_id)
        self.open_ids.append(generation_id)
        close = generation.close

        def closed() -> None:
            self.open_ids.remove(generation_id)
            close()

        # No other way to see one generation closed: mypy takes a method for fixed, Python does not.
        generation.close = closed  # type: ignore[method-assign]  # to see that it is called
        return generation


@pytest.fixture
def engine(tmp_path: Path, tokenizer: Tokenizer) -> CountingEngine:
    return CountingEngine(tmp_path, tokenizer)


def put(engine: EmbeddedEngine, name: str, text: str, fingerprint: str = "hashed-grams-1") -> Manifest:
    from retrieval.index.engine import GenerationRecipe

    encoder = HashedGrams(fingerprint)
    recipe = GenerationRecipe(name, name, 1, encoder.name, fingerprint, DIM, None)
    rows = rows_of([article(1, text)])
    manifest = engine.build(recipe, Changes(rows), lambda batch: encoder.encode_passages([p.text for p, _ in batch]))
    engine.publish(name)
    return manifest


def test_before_the_first_publishing(engine: CountingEngine) -> None:
    serving = Serving(engine, "hashed-grams-1")
    with pytest.raises(NothingPublished), serving.lease():
        pass
    put(engine, "a", "公园开放")
    with serving.lease() as generation:
        assert generation.manifest.id == "a"
    serving.close()
    assert engine.open_ids == []


def test_a_question_keeps_its_generation(engine: CountingEngine) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=30, clock=clock)
    put(engine, "a", "公园开放")
    with serving.lease() as old:
        put(engine, "b", "地铁停运")
        clock.now += 1
        with serving.lease() as new:
            assert (old.manifest.id, new.manifest.id) == ("a", "b")
            assert old.lexical_passages("公园", 1)
            assert not new.lexical_passages("公园", 1)
            assert sorted(engine.open_ids) == ["a", "b"]
        engine.prune(0)
        assert old.lexical_passages("公园", 1)
        assert old.similarities(HashedGrams().encode_queries(["公园"])[0], [1])
    assert engine.open_ids == ["b"]
    serving.close()
    assert engine.open_ids == []


def test_current_is_looked_at_now_and_then_only(engine: CountingEngine) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=30, clock=clock)
    put(engine, "a", "公园开放")
    with serving.lease():
        pass
    put(engine, "b", "地铁停运")
    clock.now += 0.4
    with serving.lease() as generation:
        assert generation.manifest.id == "a"
    clock.now += 0.2
    with serving.lease() as generation:
        assert generation.manifest.id == "b"
    serving.close()


def test_another_encoder_is_refused(engine: CountingEngine) -> None:
    put(engine, "a", "公园开放")
    serving = Serving(engine, "other")
    with pytest.raises(GenerationMismatch), serving.lease():
        pass
    assert engine.open_ids == []


def test_the_old_generation_answers_while_the_new_one_does_not_fit(engine: CountingEngine, caplog) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=30, clock=clock)
    put(engine, "a", "公园开放")
    with serving.lease():
        assert serving.problem is None
    put(engine, "b", "地铁停运", "hashed-grams-2")
    for _ in range(3):
        clock.now += 1
        with serving.lease() as generation:
            assert generation.manifest.id == "a"
    assert isinstance(serving.problem, GenerationMismatch)
    assert len(caplog.records) == 1
    put(engine, "c", "公交开通")
    clock.now += 1
    with serving.lease() as generation:
        assert generation.manifest.id == "c"
    assert serving.problem is None
    serving.close()


def test_no_question_waits_long_for_a_generation_that_opens_slowly(engine: CountingEngine) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=0.05, clock=clock)
    put(engine, "a", "公园开放")
    with serving.lease():
        pass
    put(engine, "b", "地铁停运")
    engine.may_open.clear()
    clock.now += 1
    begun = time.monotonic()
    for _ in range(20):  # the one that looks waits, the others do not
        with serving.lease() as generation:
            assert generation.manifest.id == "a"
    assert time.monotonic() - begun < 1
    engine.may_open.set()
    serving.look_at_once()
    with serving.lease() as generation:
        assert generation.manifest.id == "b"
    serving.close()
    assert engine.open_ids == []


def test_closing_waits_for_what_is_being_opened(engine: CountingEngine) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=0.0, clock=clock)
    put(engine, "a", "公园开放")
    with serving.lease():
        pass
    put(engine, "b", "地铁停运")
    engine.may_open.clear()
    clock.now += 1
    with serving.lease():
        pass
    threading.Timer(0.1, engine.may_open.set).start()
    serving.close()
    assert engine.open_ids == []


def test_who_has_published_opens_it_before_the_next_question(engine: CountingEngine) -> None:
    serving = Serving(engine, "hashed-grams-1", look_every_s=3600, longest_wait_s=0.0)
    serving.look_at_once()
    put(engine, "a", "公园开放")
    with serving.lease():
        pass
    put(engine, "b", "地铁停运")
    serving.look_at_once()
    assert sorted(engine.open_ids) == ["b"]
    with serving.lease() as generation:
        assert generation.manifest.id == "b"
    serving.close()


def test_how_long_ago_the_published_one_was_known(engine: CountingEngine) -> None:
    clock = Watch()
    serving = Serving(engine, "hashed-grams-1", longest_wait_s=30, clock=clock)
    assert serving.seen_s_ago() == math.inf
    put(engine, "a", "公园开放")
    with serving.lease():
        assert serving.seen_s_ago() == 0
    put(engine, "b", "地铁停运", "hashed-grams-2")
    clock.now += 5
    with serving.lease():
        assert serving.seen_s_ago() == 0  # known, though it can't be used
        assert serving.problem is not None
    (engine._files._current).write_text("no such generation\n", encoding="ascii")
    clock.now += 5
    with serving.lease():
        assert serving.seen_s_ago() == 5
    serving.close()


def test_closing_waits_for_the_last_question(engine: CountingEngine) -> None:
    put(engine, "a", "公园开放")
    serving = Serving(engine, "hashed-grams-1")
    with serving.lease() as generation:
        serving.close()
        serving.close()
        assert generation.lexical_passages("公园", 1)
    assert engine.open_ids == []
    with pytest.raises(NothingPublished), serving.lease():
        pass


def test_readers_never_see_two_generations_at_once(engine: CountingEngine) -> None:
    """Eight readers ask while twelve generations are published one after the other."""
    serving = Serving(engine, "hashed-grams-1", look_every_s=0)
    put(engine, "g00", "第0号线开通")
    stop, wrong = threading.Event(), []

    def check(generation: Generation) -> None:
        number = int(generation.manifest.id[1:])
        found = [len(generation.lexical_passages(f"{other}号", 9)) for other in (number, number + 100)]
        again = generation.manifest.id
        if found != [1, 1] or int(again[1:]) != number:
            wrong.append((number, found, again))

    def read() -> None:
        while not stop.is_set():
            with serving.lease() as generation:
                check(generation)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in range(1, 12):
        put(engine, f"g{number:02d}", f"第{number}号线开通")
        engine.prune(0)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(engine.open_ids) == 1
    serving.close()
    assert engine.open_ids == []
