"""Step 4: question, lead and evidence → the prompt for an explanation. Start here for what a model is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.facts import Evidence, Fact
from assistant.domain.generated import Prompt
from assistant.prompting.evidence import Marked, fact_lines, marked, passage_lines
from assistant.prompting.neutral import neutral
from assistant.prompting.template import Template
from assistant.prompting.tokens import at_least, at_most

PLACES = frozenset({"question", "lead", "facts", "passages"})
MOST_PASSAGES = 6
MOST_LEAD = 1500  # characters of what the reader has seen; tables say no more to a model than the facts do
MARGIN = 64  # tokens of the chat template around the two messages
NOTHING = "(none)"


@dataclass(frozen=True)
class Asked:
    """A prompt, and the evidence in it under the ids it uses there."""

    prompt: Prompt
    marked: Marked


@dataclass(frozen=True)
class ExplainPrompt:
    """Writes the prompt. `budget` is what question and evidence may take, in tokens; `name` names a catalog id."""

    template: Template
    budget: int
    name: Callable[[str], str]
    printed: Callable[[Fact], str]

    def write(self, question: str, lead: str, evidence: Evidence) -> Asked | None:
        """Return the prompt with as many passages as go in, the best first.

        None if there is no evidence, or if rules and facts alone are more than the budget: they are never cut.
        """
        if not evidence.facts and not evidence.passages:
            return None
        for count in range(min(MOST_PASSAGES, len(evidence.passages)), -1, -1):
            found = marked(evidence, count)
            system, user = self._filled(question, lead, found)
            if at_most(system) + at_most(user) + MARGIN <= self.budget:
                return Asked(Prompt(system, user, at_least(system + user)), found)
        return None

    def _filled(self, question: str, lead: str, found: Marked) -> tuple[str, str]:
        facts = "\n".join(fact_lines(found.evidence.facts, self.name, self.printed))
        values = {
            "question": neutral(question, one_line=True),
            "lead": neutral(lead)[:MOST_LEAD] or NOTHING,
            "facts": facts or NOTHING,
            "passages": "\n".join(passage_lines(found.evidence.passages)) or NOTHING,
        }
        return self.template.filled(values)
