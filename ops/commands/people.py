"""`meja agent`: the people who work tickets, set up without the panel."""

from __future__ import annotations

from pathlib import Path

import click

from models.people import Hears, Role
from ops.clock import now
from ops.commands.options import opened, settings_option

password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="MEJA_NEW_PASSWORD",
    help="Ten characters at least.",
)


@click.group()
def agent() -> None:
    """Agents: the people who work tickets."""


@agent.command("add", epilog="Example: meja agent add ana@agency.example --name 'Ana Wijaya' --team main")
@settings_option
@click.argument("login")
@click.option("--name", required=True)
@click.option(
    "--role", type=click.Choice([each.value for each in Role]), default=Role.AGENT.value, show_default=True
)
@click.option("--team", "teams", multiple=True, help="Slug of a team to join; may be repeated.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@password_option
def add_agent(
    *,
    settings_path: Path,
    login: str,
    name: str,
    role: str,
    teams: tuple[str, ...],
    language: str,
    password: str,
) -> None:
    """LOGIN is the agent's e-mail address: to sign in, to get notices, to answer from."""
    from desk import people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        added = people.add_agent(
            session, name=name, login=login, role=Role(role), password=password, language=language, at=now()
        )
        for slug in teams:
            people.join_team(people.get_team(session, slug), added)
    click.echo(f"Added {added.login}.")


@agent.command(epilog="Example: meja agent invite ana@agency.example --name 'Ana Wijaya' --team main")
@settings_option
@click.argument("login")
@click.option("--name", help="Of somebody new.")
@click.option(
    "--role", type=click.Choice([each.value for each in Role]), default=Role.AGENT.value, show_default=True
)
@click.option("--team", "teams", multiple=True, help="Slug of a team to join; may be repeated.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
def invite(
    *, settings_path: Path, login: str, name: str | None, role: str, teams: tuple[str, ...], language: str
) -> None:
    """A mail with a link goes to LOGIN, where they choose a password. With --name somebody new is added first."""
    from desk import password_links, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        if name:
            people.add_agent(session, name=name, login=login, role=Role(role), language=language, at=now())
        found = people.get_agent(session, login)
        for slug in teams:
            people.join_team(people.get_team(session, slug), found)
        password_links.invite(session, found, by=None, at=now())
    click.echo(f"A link is on its way to {login}; it leaves while Meja runs.")


@agent.command("list", epilog="Example: meja agent list")
@settings_option
def list_agents(*, settings_path: Path) -> None:
    """All agents, one a line."""
    from desk import people

    with opened(settings_path) as desk, desk.database.reading() as session:
        for each in people.list_agents(session):
            teams = ",".join(team.slug for team in each.teams)
            click.echo(
                f"{each.login}  {each.role}  {'active' if each.is_active else 'gone'}  {teams}  {each.name}"
            )


@agent.command(epilog="Example: meja agent password ana@agency.example")
@settings_option
@click.argument("login")
@password_option
def password(*, settings_path: Path, login: str, password: str) -> None:
    """Set a new password; ends every session of the agent."""
    from desk import agents, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        agents.set_password(people.get_agent(session, login), password, by=None)
    click.echo(f"{login} has a new password.")


@agent.command("address", epilog="Example: meja agent address ana@agency.example ana.wijaya@home.example")
@settings_option
@click.argument("login")
@click.argument("further")
@click.option("--remove", is_flag=True, help="No longer theirs.")
def address_of(*, settings_path: Path, login: str, further: str, remove: bool) -> None:
    """A further address this agent writes from, confirmed by you."""
    from desk import agents, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        found = people.get_agent(session, login)
        if remove:
            agents.remove_address(session, found, further, by=None)
        else:
            agents.add_address(session, found, further, by=None, at=now())
    click.echo(f"{login} {'no longer writes' if remove else 'may write'} from {further}.")


@agent.command(epilog="Example: meja agent edit ana@agency.example --role coordinator")
@settings_option
@click.argument("login")
@click.option("--name")
@click.option("--role", type=click.Choice([each.value for each in Role]))
@click.option("--language", type=click.Choice(["id", "en"]))
@click.option(
    "--hears",
    type=click.Choice([each.value for each in Hears]),
    help="By mail: mine, my team's too, or a digest.",
)
def edit(*, settings_path: Path, login: str, role: str | None, **changes: str | None) -> None:
    """Change a name, a role, the language of pages and mails, what is told by mail. What is not named stays."""
    from desk import agents, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        found = people.get_agent(session, login)
        name, language = changes["name"] or found.name, changes["language"] or found.language
        agents.edit(found, name=name, language=language, by=None)
        agents.let_hear(found, changes["hears"] or found.hears.value, by=None)
        agents.change_role(session, found, Role(role) if role else found.role, by=None)
        click.echo(f"{found.login}  {found.role}  {found.language}  {found.name}")


@agent.command(epilog="Example: meja agent deactivate ana@agency.example --heir ben@agency.example")
@settings_option
@click.argument("login")
@click.option("--heir", help="Who gets the tickets held now; nobody when not named.")
def deactivate(*, settings_path: Path, login: str, heir: str | None) -> None:
    """The agent can no longer sign in or speak by mail; what they did stays."""
    from desk import agents, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        successor = people.get_agent(session, heir) if heir else None
        leaving = people.get_agent(session, login)
        count = agents.let_go(session, leaving, heir=successor, by=None, at=now())
    click.echo(f"{login} is deactivated; {count} tickets went to {heir or 'nobody'}.")


@agent.command(epilog="Example: meja agent activate ana@agency.example")
@settings_option
@click.argument("login")
def activate(*, settings_path: Path, login: str) -> None:
    """The agent comes back, with the password of before."""
    from desk import agents, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        agents.take_back(people.get_agent(session, login), by=None)
    click.echo(f"{login} is active again.")
