"""The contexts under which a person's numbers are sealed and found: never to be changed, every stored value names them."""

IDENTITY = "persons.identity"
PHONE = "persons.phone"
