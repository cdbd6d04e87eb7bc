//! Two real sessions hold to the rules in every course that they can take in the worlds of `smppkit_explore`.
//! `cargo test -p smppkit-explore -- --nocapture` shows how many states there are.

use smppkit_explore::{Setup, explore, find_unlike, worlds};

macro_rules! worlds {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            holds(stringify!($name).trim_start_matches("r#"));
        })+

        #[test]
        fn none_is_left_out() {
            let small = worlds().into_iter().filter(|world| !world.big).map(|world| world.name);
            assert_eq!(small.collect::<Vec<_>>(), [$(stringify!($name).trim_start_matches("r#")),+]);
        }
    };
}
worlds!(bind outbind chunks window throttle unbind r#break idle late wrap strays flood);

fn world(name: &str) -> Setup {
    worlds().into_iter().find(|world| world.name == name).expect("a world of this name")
}

fn holds(name: &str) {
    let explored = explore(&world(name), 1);
    println!("{explored}");
    assert!(explored.failures.is_empty(), "{explored}");
}

/// States that pass for one are one: nothing is left out by taking them so.
#[test]
fn states_that_pass_for_one_behave_alike() {
    for name in ["wrap", "strays", "unbind"] {
        let compared = find_unlike(&world(name)).unwrap_or_else(|what| panic!("{name}: {what}"));
        assert!(compared > 10_000, "{name}: {compared}");
    }
}
