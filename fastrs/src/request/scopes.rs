//! The scopes that are asked for around what is being resolved.

use crate::describe::extend_scopes;

/// The scopes of all `Security` arguments that lead to what is being resolved, outermost first.
#[derive(Debug, Default)]
pub(crate) struct ScopeChain {
    names: Vec<&'static str>,
    /// Whether somebody has looked since [`ScopeChain::watch`].
    seen: bool,
}

impl ScopeChain {
    /// Adds scopes; the length before is for [`ScopeChain::leave`].
    pub(crate) fn enter(&mut self, scopes: &[&'static str]) -> usize {
        let before = self.names.len();
        extend_scopes(&mut self.names, scopes);
        before
    }

    pub(crate) fn leave(&mut self, before: usize) {
        self.names.truncate(before);
    }

    /// The scopes, for one whose value depends on them.
    pub(crate) fn look(&mut self) -> &[&'static str] {
        self.seen = true;
        &self.names
    }

    /// The scopes, for one whose value does not depend on them.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Begins to watch whether somebody looks; what was known before is for [`ScopeChain::was_seen`].
    pub(crate) fn watch(&mut self) -> bool {
        std::mem::take(&mut self.seen)
    }

    /// Whether somebody has looked since `watch`, whose answer is given back.
    pub(crate) fn was_seen(&mut self, before: bool) -> bool {
        let seen = self.seen;
        self.seen |= before;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_gather_outermost_first_and_looking_is_noticed() {
        let mut chain = ScopeChain::default();
        let outer = chain.enter(&["items"]);
        let inner = chain.enter(&["me", "items"]);
        let before = chain.watch();
        assert_eq!(chain.look(), ["items", "me"]);
        assert!(chain.was_seen(before));
        chain.leave(inner);
        let before = chain.watch();
        assert_eq!(chain.names(), ["items"]);
        assert!(!chain.was_seen(before));
        // The one around it has been looked at, through the first one inside.
        assert!(chain.was_seen(false));
        chain.leave(outer);
        assert!(chain.names().is_empty());
    }
}
