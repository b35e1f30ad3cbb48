"""`meja team` and `meja address`: who answers, and what people write to, set up without the panel."""

from __future__ import annotations

from pathlib import Path

import click

from ops.clock import now
from ops.commands.options import opened, settings_option


@click.group()
def team() -> None:
    """Teams: agents with addresses of their own."""


@team.command("add", epilog="Example: meja team add it --name 'Layanan TI'")
@settings_option
@click.argument("slug")
@click.option("--name", required=True)
def add_team(*, settings_path: Path, slug: str, name: str) -> None:
    """SLUG is a short word for commands and addresses of pages."""
    from desk import people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        people.add_team(session, slug=slug, name=name, at=now())
    click.echo(f"Added {slug}.")


@team.command("list", epilog="Example: meja team list")
@settings_option
def list_teams(*, settings_path: Path) -> None:
    """All teams and their members."""
    from desk import people

    with opened(settings_path) as desk, desk.database.reading() as session:
        for each in people.list_teams(session):
            click.echo(f"{each.slug}  {each.name}  {','.join(member.login for member in each.members)}")


@team.command(epilog="Example: meja team join it ana@agency.example")
@settings_option
@click.argument("slug")
@click.argument("login")
def join(*, settings_path: Path, slug: str, login: str) -> None:
    """An agent joins a team."""
    from desk import people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        people.join_team(people.get_team(session, slug), people.get_agent(session, login))
    click.echo(f"{login} is in {slug}.")


@team.command(epilog="Example: meja team leave it ana@agency.example")
@settings_option
@click.argument("slug")
@click.argument("login")
def leave(*, settings_path: Path, slug: str, login: str) -> None:
    """An agent leaves a team, and gets no mail of it any more."""
    from desk import people, teams
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        teams.leave(people.get_team(session, slug), people.get_agent(session, login), by=None)
    click.echo(f"{login} is no longer in {slug}.")


@team.command(epilog="Example: meja team rename it 'Layanan Teknologi Informasi'")
@settings_option
@click.argument("slug")
@click.argument("name")
def rename(*, settings_path: Path, slug: str, name: str) -> None:
    """Another name; the slug stays."""
    from desk import people, teams
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        teams.rename(people.get_team(session, slug), name, by=None)
    click.echo(f"{slug} is called {name}.")


@click.group()
def address() -> None:
    """Addresses: what people write to."""


@address.command(
    "add", epilog="Example: meja address add it@agency.example --team it --mailbox main --sending main"
)
@settings_option
@click.argument("email")
@click.option("--team", "slug", required=True, help="Slug of the team that answers.")
@click.option("--mailbox", required=True, help="Name of the [[mailbox]] it is read in.")
@click.option("--sending", required=True, help="Name of the [[sending]] account answers leave through.")
@click.option("--display-name", default="", help="As partners see it.")
def add_address(
    *, settings_path: Path, email: str, slug: str, mailbox: str, sending: str, display_name: str
) -> None:
    """Mail to EMAIL becomes tickets of this team."""
    from desk import addresses, people
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        addresses.add_address(
            session,
            address=email,
            team=people.get_team(session, slug),
            mailbox=mailbox,
            sending_account=sending,
            display_name=display_name,
            at=now(),
        )
    click.echo(f"Added {email}.")


@address.command("list", epilog="Example: meja address list")
@settings_option
def list_addresses(*, settings_path: Path) -> None:
    """All addresses, one a line."""
    from desk import addresses

    with opened(settings_path) as desk, desk.database.reading() as session:
        for each in addresses.list_addresses(session):
            click.echo(f"{each.address}  {each.team.slug}  {each.mailbox}  {each.sending_account}")


@address.command("deactivate", epilog="Example: meja address deactivate it@agency.example")
@settings_option
@click.argument("email")
def switch_off(*, settings_path: Path, email: str) -> None:
    """Mail to EMAIL opens no tickets of its own any more; open tickets still answer from it."""
    from desk import addresses
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        addresses.switch_off(addresses.address_named(session, email), by=None)
    click.echo(f"{email} is switched off.")


@address.command("activate", epilog="Example: meja address activate it@agency.example")
@settings_option
@click.argument("email")
def switch_on(*, settings_path: Path, email: str) -> None:
    """Mail to EMAIL becomes tickets again."""
    from desk import addresses
    from desk.work import work

    with opened(settings_path) as desk, work(desk, at=now()) as session:
        addresses.switch_on(session, addresses.address_named(session, email), by=None)
    click.echo(f"{email} is switched on.")
