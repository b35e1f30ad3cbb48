"""The story of one matter, told by real mail: it goes out by SMTP, is read by IMAP, and comes back.

Each step does what a person does with a mail client and waits until it is seen to have happened. The first
that does not happen ends the story. For each step there is one failpoint (`MEJA_FAILPOINT=NAME:*:raise`)
that makes exactly this step fail:

    partner writes      desk.open_ticket
    acknowledged        deliver.acknowledgement
    agent answers       desk.reply
    partner receives    deliver.reply
    partner answers     desk.receive_reply
    agent resolves      desk.resolve
    clock warns         deliver.due_soon
    clock runs out      deliver.overdue
    morning summary     deliver.morning
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from desk.surroundings import Surroundings
from desk.words import say
from models.message import Author
from models.ticket import Status
from ops.seed_people import BAGUS, RAHMAT
from ops.story_sight import NotSeen, Sight
from ops.story_telling import Telling
from ops.story_words import SCRIPTS, Script
from ops.world import Letter, World


@dataclass
class Story:
    """What has been said so far, and the hands and eyes of its two people."""

    script: Script
    sight: Sight
    telling: Telling
    last: Letter | None = None
    """What the partner got last."""


@dataclass(frozen=True)
class Step:
    """`failpoint`, raising every time, makes this step fail and none before it."""

    name: str
    failpoint: str
    happen: Callable[[Story], None]


def play(desk: Surroundings, world: World, *, language: str) -> int:
    """Tell it on standard output. 0, or 1 with a line on standard error that names the step that did not happen."""
    telling = Telling(language)
    story = Story(SCRIPTS[language], Sight(desk, world, language), telling)
    for number, step in enumerate(STEPS, start=1):
        telling.step(f"{number}/{len(STEPS)}", step.name)
        try:
            step.happen(story)
        except NotSeen as missing:
            print(f"meja demo: {step.name}: {missing}", file=sys.stderr, flush=True)
            return 1
    telling.end()
    return 0


def partner_writes(story: Story) -> None:
    script = story.script
    question = story.sight.writes(
        script.partner, to=script.team.address, subject=script.subject, words=script.question
    )
    story.telling.letter(question)
    matter = story.sight.filed(question)
    story.telling.outcome("Ticket {code} is open, with the team {team}.", code=matter.code, team=matter.team)


def acknowledged(story: Story) -> None:
    """With an article that may be the answer, and the page on which to say so."""
    receipt = story.sight.receives(story.script.partner.address, kind="acknowledgement")
    story.last = receipt
    story.telling.letter(receipt)
    if not all(page in story.telling.words(receipt) for page in ("/help/", "/solved/")):
        raise NotSeen(say("no article was suggested", story.sight.language))
    story.telling.outcome("{name} knows that it arrived, and its number.", name=story.script.partner.name)


def agent_answers(story: Story) -> None:
    agent = story.script.agent
    notice = story.sight.receives(agent.address, kind="new_matter")
    story.telling.letter(notice)
    answer = story.sight.answers(agent, notice, words=story.script.answer)
    story.telling.letter(answer)
    said = story.sight.filed(answer)
    if said.author is not Author.AGENT or said.held:
        raise NotSeen(said.held or say("the answer was not taken for the agent's", story.sight.language))
    story.telling.outcome("Answered from a mail client; the ticket is {status}.", status=said.status)


def partner_receives(story: Story) -> None:
    story.last = story.sight.receives(story.script.partner.address, kind="reply")
    story.telling.letter(story.last)
    story.telling.outcome("{name} has the answer.", name=story.script.partner.name)


def partner_answers(story: Story) -> None:
    assert story.last is not None
    words = story.sight.answers(story.script.partner, story.last, words=story.script.follow_up)
    story.telling.letter(words)
    said = story.sight.filed(words)
    if said.code != story.sight.code or said.author is not Author.REQUESTER:
        raise NotSeen(say("the mail did not join its ticket as the partner's", story.sight.language))
    story.telling.outcome(
        "It joined ticket {code}, which is {status} again.", code=said.code, status=said.status
    )


def agent_resolves(story: Story) -> None:
    agent = story.script.agent
    notice = story.sight.receives(agent.address, kind="new_message")
    story.telling.letter(notice)
    farewell = story.sight.answers(agent, notice, words=story.script.farewell)
    story.telling.letter(farewell)
    said = story.sight.filed(farewell)
    if said.status is not Status.RESOLVED:
        raise NotSeen(said.held or say("the ticket is {status}", story.sight.language, status=said.status))
    story.telling.letter(story.sight.receives(story.script.partner.address, kind="reply", number=2))
    story.telling.outcome("Ticket {code} is {status}.", code=said.code, status=said.status)


def clock_warns(story: Story) -> None:
    """Of a matter that waited before the story began: nobody has replied, and soon it will be too late."""
    letter = story.sight.told(BAGUS.address, kind="due_soon")
    story.telling.letter(letter)
    story.telling.outcome("{name} knows in time that a reply is owed.", name=BAGUS.name)


def clock_runs_out(story: Story) -> None:
    """Of another, which has waited longer."""
    letter = story.sight.told(BAGUS.address, kind="overdue")
    story.telling.letter(letter)
    story.telling.outcome("The breach is recorded, once, with its reason.")


def morning_summary(story: Story) -> None:
    letter = story.sight.told(RAHMAT.address, kind="morning")
    story.telling.letter(letter)
    story.telling.outcome("{name} sees what is overdue, due today and held by nobody.", name=RAHMAT.name)


STEPS = (
    Step("partner writes", "desk.open_ticket", partner_writes),
    Step("acknowledged", "deliver.acknowledgement", acknowledged),
    Step("agent answers", "desk.reply", agent_answers),
    Step("partner receives", "deliver.reply", partner_receives),
    Step("partner answers", "desk.receive_reply", partner_answers),
    Step("agent resolves", "desk.resolve", agent_resolves),
    Step("clock warns", "deliver.due_soon", clock_warns),
    Step("clock runs out", "deliver.overdue", clock_runs_out),
    Step("morning summary", "deliver.morning", morning_summary),
)
