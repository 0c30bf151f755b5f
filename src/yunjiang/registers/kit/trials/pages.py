"""Pages and programs: what who keeps the records sees and does through addresses, in a browser and by the API."""

import re
from typing import Any
from urllib.parse import urlencode

from yunjiang.registers.kit import columns, putting
from yunjiang.registers.kit.models import Record

from .doors import PROGRAMS, browser
from .reading import asking
from .world import World
from .writing import WritingTrials


class PageTrials(WritingTrials):
    """What is tried of a register's pages and of its part of the API."""

    def test_its_list_is_filtered_its_columns_are_chosen_and_both_are_kept(
        self, world: World, record: Record
    ) -> None:
        client = browser(world.keeper)
        row = f'href="/registers/{self.register.code}/{record.pk}/"'
        others = [self.make(world.elsewhere, 2)]
        every = [*self.register.columns, *self.register.more_columns]
        query: dict[str, Any] = {"columns": every}
        for path in self.register.filters:
            query |= asking(columns.column(self.register, path), record)
        address = f"{self.address()}?{urlencode(query, doseq=True)}"
        page = client.get(address).text
        assert row in page
        assert all(f"/{each.pk}/" not in page for each in others)
        for path in every:
            assert str(columns.column(self.register, path).label) in page, path
        assert all(secret not in page for secret in self.secrets(record).values())
        assert client.post("/views/", {"name": "试验视图", "address": address}).status_code == 302
        number = re.search(r'href="/views/(\d+)/"', client.get("/views/").text)
        assert number is not None
        opened = client.get(f"/views/{number[1]}/", follow=True)
        assert opened.redirect_chain[-1][0] == address
        assert row in opened.text

    def test_its_record_shows_what_it_says_and_what_became_of_it(self, world: World, record: Record) -> None:
        client = browser(world.keeper)
        address = f"{self.address()}{record.pk}/"
        pages = {
            tab: client.get(f"{address}{tab}") for tab in ("", "edit/", "as-of/?on=2023-01-01", "history/")
        }
        assert {tab: page.status_code for tab, page in pages.items()} == dict.fromkeys(pages, 200)
        assert putting.title(self.register, record) in pages[""].text
        for page in pages.values():
            assert all(secret not in page.text for secret in self.secrets(record).values())
        answer = client.get(f"{self.address()}new/")
        assert (answer.status_code == 200) == self.register.can_be_added

    def test_programs_read_what_people_read(self, world: World, record: Record) -> None:
        client = browser(world.keeper)
        listed = client.get(self.programs())
        [found] = [each for each in listed.json()["records"] if each["id"] == record.pk]
        one = client.get(f"{self.programs()}{record.pk}/")
        assert one.headers["ETag"] == f'"{record.revision}"'
        assert found.keys() <= one.json().keys()
        assert client.get(f"{self.programs()}{record.pk}/history/").json()["changes"] is not None
        counts = client.get(f"{self.programs()}{record.pk}/why/").json()["counts"]
        assert [each["code"] for each in counts] == [each.code for each in self.register.counts]
        for answer in (listed, one):
            assert all(secret not in answer.text for secret in self.secrets(record).values())
        assert client.get(f"{self.programs()}?nonsense=1").status_code == 422
        for user in (world.stranger, world.nobody):
            assert browser(user).get(f"{self.programs()}{record.pk}/").status_code in (403, 404)

    def test_programs_change_what_they_have_read(
        self, world: World, record: Record, wanted: dict[str, Any]
    ) -> None:
        client = browser(world.keeper)

        def change(revision: int) -> Any:
            headers = {"if-match": f'"{revision}"'}
            address = f"{self.programs()}{record.pk}/"
            return client.patch(address, {"values": wanted}, content_type="application/json", headers=headers)

        assert change(record.revision + 1).status_code == 412
        assert self._now(record).revision == record.revision
        assert change(record.revision).status_code == 200
        assert self._now(record).revision == record.revision + 1

    def address(self) -> str:
        return f"/registers/{self.register.code}/"

    def programs(self) -> str:
        return f"/{PROGRAMS}{self.register.code}/"
