"""Walks through the todo example with the client generated from its document."""

import sys

from todo_client import AuthenticatedClient, Client
from todo_client.api.auth import login_auth_token_post as login
from todo_client.api.auth import me_auth_me_get as me
from todo_client.api.auth import register_auth_register_post as register
from todo_client.api.todos import create_todos_post as create
from todo_client.api.todos import delete_todos_todo_id_delete as delete
from todo_client.api.todos import list_todos_get as list_todos
from todo_client.api.todos import read_todos_todo_id_get as read
from todo_client.api.todos import update_todos_todo_id_patch as update
from todo_client.models import ErrorDetail, HTTPValidationError, NewTodo, OAuth2PasswordRequestForm, Registration, TodoPatch

base_url = sys.argv[1]
anybody = Client(base_url=base_url)


def answered(response, status):
    """The model of an answer that must have this status."""
    assert response.status_code == status, f"expected {status}, got {response.status_code}: {response.content!r}"
    return response.parsed


# Register, and log in.
ann = Registration(username="ann", email="ann@example.com", password="correct horse")
user = answered(register.sync_detailed(client=anybody, body=ann), 201)
assert (user.username, user.email, user.is_active) == ("ann", "ann@example.com", True), user
answered(register.sync_detailed(client=anybody, body=ann), 409)
form = OAuth2PasswordRequestForm(username="ann", password="correct horse")
token = answered(login.sync_detailed(client=anybody, body=form), 200)
client = AuthenticatedClient(base_url=base_url, token=token.access_token)
assert answered(me.sync_detailed(client=client), 200).id == user.id

# Without a token there is nothing, and the answer is a model too.
refused = answered(list_todos.sync_detailed(client=AuthenticatedClient(base_url=base_url, token="wrong")), 401)
assert isinstance(refused, ErrorDetail), refused

# Create, list, read.
milk = answered(create.sync_detailed(client=client, body=NewTodo(title="Buy milk")), 201)
tea = answered(create.sync_detailed(client=client, body=NewTodo(title="Drink tea", completed=True)), 201)
assert (milk.title, milk.description, milk.completed, milk.user_id) == ("Buy milk", None, False, user.id), milk
assert [todo.id for todo in answered(list_todos.sync_detailed(client=client, completed=False), 200)] == [milk.id]
assert answered(read.sync_detailed(tea.id, client=client), 200) == tea

# What does not fit is told with its place.
invalid = answered(create.sync_detailed(client=client, body=NewTodo(title="")), 422)
assert isinstance(invalid, HTTPValidationError), invalid
assert invalid.detail[0].loc == ["body", "title"], invalid

# Update: only what is sent changes, and null clears.
changed = answered(update.sync_detailed(milk.id, client=client, body=TodoPatch(description="two")), 200)
assert (changed.title, changed.description) == ("Buy milk", "two"), changed
changed = answered(update.sync_detailed(milk.id, client=client, body=TodoPatch(description=None, completed=True)), 200)
assert (changed.description, changed.completed) == (None, True), changed

# Delete.
answered(delete.sync_detailed(milk.id, client=client), 204)
answered(read.sync_detailed(milk.id, client=client), 404)
assert [todo.id for todo in answered(list_todos.sync_detailed(client=client), 200)] == [tea.id]

print("todo flow: registered, logged in, created, listed, read, updated, deleted")
