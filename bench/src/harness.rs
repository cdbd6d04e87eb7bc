//! Times small operations of several contenders in turn, so that whatever slows the machine for a while slows all alike.

use std::time::{Duration, Instant};

/// Operations per timed stretch where preparing one needs work that is nobody's to pay for.
pub const BATCH: usize = 256;
const ROUNDS: usize = 201;
/// How long a contender runs in each round, about.
const SLICE: Duration = Duration::from_micros(400);
const COUNTED: usize = 4 * BATCH;

/// Times, or counts the allocations of, the stretches a contender hands to it.
#[derive(Default)]
pub struct Meter {
    counting: bool,
    elapsed: Duration,
    allocations: u64,
}

impl Meter {
    /// The part of a contender's work that counts.
    pub fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        if self.counting {
            let (result, allocations) = crate::alloc::count(work);
            self.allocations += allocations;
            result
        } else {
            let start = Instant::now();
            let result = work();
            self.elapsed += start.elapsed();
            result
        }
    }
}

type Run = Box<dyn FnMut(usize, &mut Meter)>;

/// One way to do the operation that is compared.
pub struct Contender {
    name: &'static str,
    run: Run,
}

impl Contender {
    /// `run(n, meter)` does the operation `n` times, inside `meter.measure`.
    pub fn new(name: &'static str, run: impl FnMut(usize, &mut Meter) + 'static) -> Self {
        Self { name, run: Box::new(run) }
    }

    /// For an operation that needs no preparation.
    pub fn plain<T>(name: &'static str, mut operation: impl FnMut() -> T + 'static) -> Self {
        Self::new(name, move |n, meter| {
            meter.measure(|| {
                for _ in 0..n {
                    // The result goes to memory, as it would for a caller; dropping it is part of the price.
                    std::hint::black_box(&operation());
                }
            });
        })
    }

    fn nanoseconds(&mut self, n: usize) -> f64 {
        let mut meter = Meter::default();
        (self.run)(n, &mut meter);
        meter.elapsed.as_nanos() as f64 / n as f64
    }

    fn allocations(&mut self) -> f64 {
        let mut meter = Meter { counting: true, ..Meter::default() };
        (self.run)(COUNTED, &mut meter);
        meter.allocations as f64 / COUNTED as f64
    }
}

/// Median time and allocations of one contender's operation.
pub struct Figure {
    pub name: &'static str,
    pub nanoseconds: f64,
    pub allocations: f64,
}

pub fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs all contenders, interleaved, each round in another order.
pub fn compare(mut contenders: Vec<Contender>) -> Vec<Figure> {
    let mut sizes = Vec::new();
    for contender in &mut contenders {
        contender.nanoseconds(BATCH); // warms up
        let estimate = contender.nanoseconds(4 * BATCH).max(1.0);
        let n = (SLICE.as_nanos() as f64 / estimate) as usize;
        sizes.push(n.next_multiple_of(BATCH));
    }
    let mut times = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for round in 0..ROUNDS {
        for turn in 0..contenders.len() {
            let i = (turn + round) % contenders.len();
            times[i].push(contenders[i].nanoseconds(sizes[i]));
        }
    }
    contenders
        .iter_mut()
        .zip(&mut times)
        .map(|(contender, times)| Figure {
            name: contender.name,
            nanoseconds: median(times),
            allocations: contender.allocations(),
        })
        .collect()
}

/// Prints the figures, each with its ratio to the first.
pub fn print(title: &str, figures: &[Figure]) {
    println!("\n{title}");
    println!("  {:<24}{:>10}{:>12}{:>10}", "", "ns", "allocations", "ratio");
    for figure in figures {
        println!(
            "  {:<24}{:>10.1}{:>12.1}{:>10.2}",
            figure.name,
            figure.nanoseconds,
            figure.allocations,
            figure.nanoseconds / figures[0].nanoseconds
        );
    }
}
