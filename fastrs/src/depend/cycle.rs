//! Cycles of dependencies, found by the compiler and told in words.
//!
//! Functions that ask for one another can never be made, and rustc says so by a riddle about hidden types. So every
//! `#[dependency]` asks a constant for the chain of dependencies below each argument. A type counts down how deep the
//! chain may still go, so that the constants of a cycle are not defined by themselves, and each is evaluated once for a
//! dependency and a depth however many lead there. A chain that goes on to the last depth and comes by its first
//! function again is a cycle: an error on the argument that leads into it. Nothing of this is left in the program.

use std::marker::PhantomData;

use super::{Dependency, Depends};

/// The end of the count.
#[allow(missing_debug_implementations, reason = "never made")]
pub enum Zero {}

/// One more.
#[allow(missing_debug_implementations, reason = "never made")]
pub struct More<N>(PhantomData<N>);

/// How much deeper a chain is followed.
pub trait Depth {
    /// Whether it is not.
    const IS_ZERO: bool;

    /// One less.
    type Less: Depth;
}

impl Depth for Zero {
    const IS_ZERO: bool = true;
    type Less = Zero;
}

impl<N: Depth> Depth for More<N> {
    const IS_ZERO: bool = false;
    type Less = N;
}

type More6<N> = More<More<More<More<More<More<N>>>>>>;

/// How deep chains are followed: longer cycles keep rustc's words.
pub type Deepest = More6<More6<More6<More6<Zero>>>>;

const LONGEST: usize = 25;

/// A function under `#[dependency]`, as a cycle names it.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "only for constants")]
pub struct Link {
    /// Its name.
    pub function: &'static str,
    /// The module it stands in.
    pub module: &'static str,
    /// The line it begins at.
    pub line: u32,
}

impl Link {
    const fn is(&self, other: &Self) -> bool {
        self.line == other.line
            && is_same(self.function, other.function)
            && is_same(self.module, other.module)
    }
}

/// Functions of which each asks for the one before it.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "only for constants")]
pub struct Chain {
    links: [Link; LONGEST],
    length: usize,
}

impl Chain {
    /// The chain that ends with `link`, because it is not followed any deeper.
    pub const fn end(link: Link) -> Self {
        Self { links: [link; LONGEST], length: 1 }
    }

    /// The chain from `link`, which asks for what this one is the chain of.
    #[must_use]
    pub const fn from(mut self, link: Link) -> Self {
        if self.length < LONGEST {
            self.links[self.length] = link;
            self.length += 1;
        }
        self
    }
}

/// What a dependency leads to, followed as deep as its type says. Written by the macro.
pub trait Links {
    /// A chain that goes on to the last depth.
    const CHAIN: Option<Chain>;
}

/// Asks a type of an argument for its chain. `Probe::<T, N>::CHAIN` is the inherent constant where there is one, and that
/// of [`NoDependency`] else.
#[allow(missing_debug_implementations, reason = "never made")]
pub struct Probe<T, N>(PhantomData<(T, N)>);

/// Whatever is not known to lead to a dependency.
pub trait NoDependency {
    /// None.
    const CHAIN: Option<Chain> = None;
}

impl<T, N> NoDependency for Probe<T, N> {}

impl<T: Dependency, N: Depth> Probe<Depends<T>, N> {
    /// The chain of the dependency.
    pub const CHAIN: Option<Chain> = <T::Links<N> as Links>::CHAIN;
}

/// Nothing, unless the chain of an argument of `function` comes by `function` again.
///
/// # Panics
/// Then: at compile time, with the names of the functions in between.
#[track_caller]
pub const fn assert_no_cycle(function: Link, chain: Option<Chain>) -> usize {
    let Some(chain) = chain else { return 0 };
    let mut rest = chain.length;
    while rest > 0 {
        rest -= 1;
        if chain.links[rest].is(&function) {
            let words = Words::of_cycle(&function, &chain, rest);
            panic!("{}", words.text());
        }
    }
    0
}

/// The text of an error, put together at compile time.
struct Words {
    bytes: [u8; 4096],
    length: usize,
}

impl Words {
    /// The cycle from `first` through the links of the chain, down to the one at `end`, which is `first` again.
    const fn of_cycle(first: &Link, chain: &Chain, end: usize) -> Self {
        let mut words = Self { bytes: [0; 4096], length: 0 };
        words.add("a cycle of dependencies, none of which can be made: `");
        words.add(first.function);
        let mut index = chain.length;
        while index > end {
            words.add(if index == chain.length { "` needs `" } else { "`, which needs `" });
            index -= 1;
            words.add(chain.links[index].function);
        }
        words.add("`. Take one of these arguments away");
        words
    }

    const fn add(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() && self.length < self.bytes.len() {
            self.bytes[self.length] = text[index];
            self.length += 1;
            index += 1;
        }
    }

    const fn text(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "a cycle of dependencies",
        }
    }
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
