"""`meja suggest`: the articles that Meja would suggest for a mail, and whether it would speak at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ops.commands.options import opened, settings_option

if TYPE_CHECKING:
    from desk.suggestions import Answer, Shelf
    from models.reason import Reason


@click.command(
    epilog="Example: meja suggest mail.eml, or without a database: meja suggest --articles articles/ mail.eml"
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@settings_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (docs/suggestions.md).")
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    help="Rank these instead of the database: a folder of Markdown articles, or JSON lines {id, title, body, lang}.",
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Learn from these first: JSON lines {subject, body, gold: [article ids]}.",
)
@click.option(
    "--lines", is_flag=True, help="Questions {id, subject, body} from standard input, one answer a line."
)
def suggest(
    *,
    files: tuple[Path, ...],
    settings_path: Path,
    as_json: bool,
    articles: Path | None,
    history: Path | None,
    lines: bool,
) -> None:
    """The articles Meja would suggest for each mail, with their probability, or why it would suggest none."""
    if lines == bool(files):
        raise click.UsageError("Name mails, or give --lines and questions on standard input.")
    shelf = _shelf(articles, history, settings_path)
    if lines:
        _answer_lines(shelf)
    else:
        _answer_files(shelf, files, as_json=as_json)


def _shelf(articles: Path | None, history: Path | None, settings_path: Path) -> Shelf:
    from ops.written_shelf import read_shelf, with_history

    shelf = read_shelf(articles) if articles else _shelf_of_desk(settings_path)
    return with_history(shelf, history) if history else shelf


def _shelf_of_desk(settings_path: Path) -> Shelf:
    from desk.shelf import shelf_of
    from models.knowledge import Audience

    with opened(settings_path) as desk, desk.database.reading() as session:
        return shelf_of(session, Audience.PUBLIC)


def _answer_lines(shelf: Shelf) -> None:
    """Each answer at once, so that a program may ask one question after the other."""
    from desk.suggestions import suggest as suggest_for
    from ingest.pasted import reply_in
    from ops.written_shelf import Question, read_lines

    for question in read_lines(sys.stdin, Question, file="-"):
        answer = suggest_for(shelf, question.subject, reply_in(question.body, subject=question.subject))
        results = [[each.key, round(each.probability, 4)] for each in answer.suggested]
        _print({"id": question.id, "results": results})


def _answer_files(shelf: Shelf, files: tuple[Path, ...], *, as_json: bool) -> None:
    from ingest.explain import explain_files
    from ops.cli import reader_language

    language = reader_language()
    for mail in explain_files(files, language=language):
        told = _told(shelf, mail, language=language)
        if as_json:
            _print(told)
        else:
            click.echo(_readable(told))


def _told(shelf: Shelf, mail: dict[str, Any], *, language: str) -> dict[str, Any]:
    """What stands in one answer, see docs/suggestions.md; a mail that cannot be read has its fate for a reason."""
    from desk import gate
    from desk.suggestions import Answer
    from desk.suggestions import suggest as suggest_for

    read = mail["fate"] == "ok"
    said = (mail["subject"], mail["reply"])
    answer = suggest_for(shelf, *said, language=mail["language"]) if read else Answer()
    reason = _worded(answer.reason, language) if answer.reason else None
    sure = gate.probability(answer.evidence, shelf.weights) if answer.evidence else None
    return {
        "file": mail["file"],
        "subject": mail["subject"],
        "would": bool(answer.suggested),
        "probability": None if sure is None else round(sure, 4),
        "suggestions": _suggestions(answer, language),
        "reason": reason if read else mail["fate_reason"],
    }


def _suggestions(answer: Answer, language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": each.key,
            "title": each.page.title,
            "language": each.page.language,
            "probability": round(each.probability, 4),
            **_worded(each.reason, language),
        }
        for each in answer.suggested
    ]


def _worded(reason: Reason, language: str) -> dict[str, str]:
    from desk.words import word

    return {"code": reason.code, "words": word(reason, language)}


def _readable(told: dict[str, Any]) -> str:
    lines = [f"{told['file']}: {told['subject']}"]
    lines += [
        f"  {each['probability']:.2f}  {each['title']} ({each['id']}). {each['words']}"
        for each in told["suggestions"]
    ]
    return "\n".join(lines + ([f"  {told['reason']['words']}"] if told["reason"] else []))


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    sys.stdout.flush()
