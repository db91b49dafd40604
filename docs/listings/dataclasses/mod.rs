//! Dataclasses.

listings! {}
