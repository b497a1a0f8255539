"""What the service counts, for Prometheus. No question, no address, no id is among it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.domain.answer import Answer

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """One registry per worker."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        to = self.registry
        self._answers = Counter("ownrig_answers", "Answers given", ["kind", "status", "engine"], registry=to)
        self._refusals = Counter("ownrig_refusals", "Parts refused", ["code"], registry=to)
        self._withheld = Counter("ownrig_withheld", "Sentences the ledger held back", ["code"], registry=to)
        self._facts = Histogram("ownrig_facts_seconds", "Time to the facts", buckets=SECONDS, registry=to)
        self._total = Histogram("ownrig_answer_seconds", "Time to the whole answer", buckets=SECONDS, registry=to)
        self._kept = Counter("ownrig_answers_from_cache", "Answers taken from the cache", registry=to)
        self._shared = Counter("ownrig_answers_shared", "Answers shared with an equal question", registry=to)
        self._lost = Counter("ownrig_receipts_lost", "Answers whose receipt could not be kept", registry=to)
        self._votes = Counter("ownrig_feedback", "Feedback", ["vote"], registry=to)
        self._requests = Counter("ownrig_requests", "Requests", ["status"], registry=to)
        self.streams = Gauge("ownrig_streams", "Streams open", registry=to)

    def answered(self, answer: Answer) -> None:
        """Count one answer."""
        self._answers.labels(answer.kind, answer.status, answer.engine.kind).inc()
        for refusal in answer.refusals:
            self._refusals.labels(refusal.code).inc()
        for held in answer.withheld:
            self._withheld.labels(held.code).inc(held.count)
        if not answer.cached:
            self._facts.observe(answer.timings_ms.facts / 1000)
            self._total.observe(answer.timings_ms.total / 1000)

    def cached(self) -> None:
        """Count one answer from the cache."""
        self._kept.inc()

    def shared(self) -> None:
        """Count one question that joined an equal one."""
        self._shared.inc()

    def not_kept(self) -> None:
        """Count one receipt that was lost."""
        self._lost.inc()

    def voted(self, vote: int) -> None:
        """Count one judgement."""
        self._votes.labels("up" if vote > 0 else "down").inc()

    def requested(self, status: int) -> None:
        """Count one request by the class of its status."""
        self._requests.labels(f"{status // 100}xx").inc()

    def text(self) -> bytes:
        """Everything counted, in Prometheus' text format."""
        return generate_latest(self.registry)
