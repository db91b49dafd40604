//! Sql databases.

listings! {}
