use std::collections::HashSet;

use super::*;

/// A database in a file, as in production, so that several connections are at work.
struct OnDisk {
    store: Store,
    folder: tempfile::TempDir,
}

impl OnDisk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&url(&folder)).await.unwrap();
        Self { store, folder }
    }
}

fn url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}", folder.path().join("todo.db").display())
}

async fn in_memory() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

fn new_user(name: &str) -> NewUser {
    NewUser {
        username: name.to_owned(),
        email: format!("{name}@example.com"),
        password_hash: "hash".to_owned(),
    }
}

async fn user_id(store: &Store, name: &str) -> i64 {
    store.users().insert(new_user(name)).await.ok().unwrap().id
}

#[tokio::test]
async fn an_inserted_user_is_found_by_name_and_id() {
    let store = in_memory().await;
    let ann = store.users().insert(new_user("ann")).await.ok().unwrap();

    let by_name = store.users().by_username("ann").await.unwrap().unwrap();
    let by_id = store.users().by_id(ann.id).await.unwrap().unwrap();
    for found in [by_name, by_id] {
        assert_eq!(found.id, ann.id);
        assert_eq!(found.username, "ann");
        assert_eq!(found.email, "ann@example.com");
        assert_eq!(found.password_hash, "hash");
        assert!(found.is_active);
        assert_eq!(found.created_at, ann.created_at);
    }
    assert!(store.users().by_username("Ann").await.unwrap().is_none());
    assert!(store.users().by_id(ann.id + 1).await.unwrap().is_none());
}

#[tokio::test]
async fn a_taken_username_or_email_is_named() {
    let store = in_memory().await;
    user_id(&store, "ann").await;

    let same_name = NewUser { email: "other@example.com".to_owned(), ..new_user("ann") };
    let same_email = NewUser { email: "Ann@Example.com".to_owned(), ..new_user("bob") };
    let taken = store.users().insert(same_name).await;
    assert!(matches!(taken, Err(StoreError::UsernameTaken)));
    let taken = store.users().insert(same_email).await;
    assert!(matches!(taken, Err(StoreError::EmailTaken)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_one_name_a_single_one_gets_it() {
    let db = OnDisk::new().await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let store = db.store.clone();
            let email = format!("{n}@example.com");
            tokio::spawn(async move {
                let user = NewUser { email, ..new_user("ann") };
                store.users().insert(user).await
            })
        })
        .collect();

    let mut winners = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => winners += 1,
            Err(StoreError::UsernameTaken) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn a_todo_is_read_back_as_it_was_created() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;

    for (title, description) in [("milk", Some("2 l")), ("'); DROP TABLE todos; --", None)] {
        let todo = store.todos().create(ann, title, description, true).await.unwrap();
        assert_eq!(todo.title, title);
        assert_eq!(todo.created_at, todo.updated_at);
        assert_eq!(store.todos().get(ann, todo.id).await.unwrap(), Some(todo));
    }
}

#[tokio::test]
async fn a_list_is_ordered_filtered_and_cut() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;
    for n in 0..6 {
        let title = n.to_string();
        let done = n % 2 == 1;
        store.todos().create(ann, &title, None, done).await.unwrap();
    }

    for (skip, limit, completed, expected) in [
        (0, 100, None, "0 1 2 3 4 5"),
        (2, 3, None, "2 3 4"),
        (0, 100, Some(true), "1 3 5"),
        (1, 1, Some(false), "2"),
        (6, 100, None, ""),
        (0, 0, None, ""),
        (u32::MAX, u32::MAX, None, ""),
    ] {
        let todos = store.todos().list(ann, skip, limit, completed).await.unwrap();
        let titles: Vec<_> = todos.into_iter().map(|todo| todo.title).collect();
        assert_eq!(titles.join(" "), expected);
    }
}

#[tokio::test]
async fn a_change_touches_what_it_names_and_the_time() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;
    let todos = store.todos();
    let todo = todos.create(ann, "milk", Some("2 l"), false).await.unwrap();

    let title = TodoChanges { title: Some("bread".to_owned()), ..TodoChanges::default() };
    let changed = todos.change(ann, todo.id, title).await.unwrap().unwrap();
    assert!(changed.updated_at > todo.updated_at);
    let updated_at = changed.updated_at;
    assert_eq!(changed, TodoRow { title: "bread".to_owned(), updated_at, ..todo });

    let rest = TodoChanges { description: Some(None), completed: Some(true), ..TodoChanges::default() };
    let changed = todos.change(ann, changed.id, rest).await.unwrap().unwrap();
    assert_eq!((changed.title.as_str(), changed.description, changed.completed), ("bread", None, true));
}

#[tokio::test]
async fn a_deleted_todo_is_gone_and_its_id_is_not_used_again() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;
    let todos = store.todos();
    let todo = todos.create(ann, "milk", None, false).await.unwrap();

    assert!(todos.delete(ann, todo.id).await.unwrap());
    assert!(!todos.delete(ann, todo.id).await.unwrap());
    assert_eq!(todos.get(ann, todo.id).await.unwrap(), None);
    assert_eq!(todos.change(ann, todo.id, TodoChanges::default()).await.unwrap(), None);
    let next = todos.create(ann, "bread", None, false).await.unwrap();
    assert!(next.id > todo.id);
}

#[tokio::test]
async fn the_todos_of_another_user_do_not_exist() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;
    let bob = user_id(&store, "bob").await;
    let todos = store.todos();
    let todo = todos.create(ann, "milk", None, false).await.unwrap();

    assert_eq!(todos.get(bob, todo.id).await.unwrap(), None);
    assert_eq!(todos.list(bob, 0, 100, None).await.unwrap(), []);
    assert_eq!(todos.change(bob, todo.id, TodoChanges::default()).await.unwrap(), None);
    assert!(!todos.delete(bob, todo.id).await.unwrap());
    assert_eq!(todos.get(ann, todo.id).await.unwrap(), Some(todo));
}

#[tokio::test]
async fn a_todo_needs_a_user_and_goes_with_them() {
    let store = in_memory().await;
    let ann = user_id(&store, "ann").await;
    let orphan = store.todos().create(ann + 1, "milk", None, false).await;
    assert!(matches!(orphan, Err(StoreError::Database(_))));

    let todo = store.todos().create(ann, "milk", None, false).await.unwrap();
    sqlx::query("DELETE FROM users").execute(&store.pool).await.unwrap();
    assert_eq!(store.todos().get(ann, todo.id).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_at_once_lose_nothing() {
    let db = OnDisk::new().await;
    let ann = user_id(&db.store, "ann").await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let mut ids = Vec::new();
                for m in 0..10 {
                    let title = format!("{n}.{m}");
                    let todo = store.todos().create(ann, &title, None, false).await.unwrap();
                    // Whichever connection answers, it sees what was just written.
                    assert!(store.todos().get(ann, todo.id).await.unwrap().is_some());
                    ids.push(todo.id);
                }
                ids
            })
        })
        .collect();

    let mut ids = HashSet::new();
    for task in tasks {
        ids.extend(task.await.unwrap());
    }
    assert_eq!(ids.len(), 200);
    assert_eq!(db.store.todos().list(ann, 0, 1000, None).await.unwrap().len(), 200);
}

#[tokio::test]
async fn data_outlives_the_store() {
    let db = OnDisk::new().await;
    user_id(&db.store, "ann").await;
    db.store.close().await;
    assert!(db.store.ping().await.is_err());

    let again = Store::open(&url(&db.folder)).await.unwrap();
    again.ping().await.unwrap();
    assert!(again.users().by_username("ann").await.unwrap().is_some());
}

#[tokio::test]
async fn two_databases_in_memory_are_strangers() {
    let (a, b) = (in_memory().await, in_memory().await);
    user_id(&a, "ann").await;
    assert!(b.users().by_username("ann").await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_may_bring_one_database_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let options = connect_options(&url(&folder)).unwrap();
    let _without_tables = SqlitePool::connect_with(options).await.unwrap();

    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let url = url(&folder);
            tokio::spawn(async move { Store::open(&url).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let db = OnDisk::new().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 2")
        .execute(&db.store.pool)
        .await
        .unwrap();
    let refused = Store::open(&url(&db.folder)).await.unwrap_err();
    assert!(refused.to_string().contains("9999"), "{refused}");
}
