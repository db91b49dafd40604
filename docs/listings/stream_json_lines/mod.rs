//! Stream json lines.

listings! {}
