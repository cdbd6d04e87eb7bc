//! What the specification says, held against what the library says.

use std::collections::BTreeSet;
use std::fmt::Debug;

/// Differences that are meant to be, each with its reason. One that is no longer found fails the test.
pub(crate) type Exceptions = &'static [(&'static str, &'static str)];

/// The differences found.
#[derive(Default)]
pub(crate) struct Differences(Vec<String>);

impl Differences {
    pub(crate) fn add(&mut self, difference: String) {
        self.0.push(difference);
    }

    pub(crate) fn compare<T: PartialEq + Debug>(&mut self, what: &str, spec: T, ours: T) {
        if spec != ours {
            self.add(format!("{what}: {spec:?} in the specification, {ours:?} here"));
        }
    }

    /// Names on one side only.
    pub(crate) fn compare_names<'s, 'o>(
        &mut self,
        what: &str,
        spec: impl IntoIterator<Item = &'s str>,
        ours: impl IntoIterator<Item = &'o str>,
    ) {
        let spec = spec.into_iter().collect::<BTreeSet<_>>();
        let ours = ours.into_iter().collect::<BTreeSet<_>>();
        self.0.extend(spec.difference(&ours).map(|name| format!("{what} {name}: not here")));
        self.0.extend(ours.difference(&spec).map(|name| format!("{what} {name}: not in the specification")));
    }

    /// Every difference must be an exception, and every exception a difference.
    pub(crate) fn settle(self, exceptions: Exceptions) {
        let is_known = |found: &&String| exceptions.iter().any(|(known, _)| known == found);
        let unexplained = self.0.iter().filter(|found| !is_known(found)).collect::<Vec<_>>();
        let is_found = |known: &str| self.0.iter().any(|found| found == known);
        let stale = exceptions.iter().filter(|(known, _)| !is_found(known)).collect::<Vec<_>>();
        assert!(unexplained.is_empty(), "not as the specification says: {unexplained:#?}");
        assert!(stale.is_empty(), "exceptions that are none any more: {stale:#?}");
    }
}
