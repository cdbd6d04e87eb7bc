//! When the next message goes out, and which one it is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, Semaphore};

use super::alarm::Alarm;
use super::plan::{Plan, Step};

/// Messages that are due sooner after each other go out together.
const TICK: Duration = Duration::from_micros(100);

/// How often others get their turn at the end of a step: tokio runs at most 61 of them each time.
const LAST_TURNS: usize = 100;

/// The right to send one message.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// Its number in the run, from 0.
    pub number: u64,
    pub step: usize,
    /// When it should go out.
    pub due: Instant,
    /// Whether somebody was there to send it then.
    pub on_time: bool,
}

/// How a step went, as far as it is about sending.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Course {
    pub began: Instant,
    /// When the last message of it could go out.
    pub ended: Option<Instant>,
    /// How many messages were due, and how many of them somebody took to send them.
    pub due: u64,
    pub taken: u64,
}

/// Gives out tickets when messages are due: whoever has room for a message takes one. A message for which nobody has room
/// stays due, from the moment when it was, until the step is over.
pub struct Pace {
    plan: Plan,
    state: Mutex<State>,
    /// Wakes those who wait for a ticket; `due` and `taken` say whether there is one.
    bell: Semaphore,
    over: Notify,
}

#[derive(Default)]
struct State {
    courses: Vec<Course>,
    taken: u64,
    is_over: bool,
}

impl Pace {
    pub fn new(plan: Plan) -> Self {
        Self { plan, state: Mutex::default(), bell: Semaphore::new(0), over: Notify::new() }
    }

    pub fn steps(&self) -> &[Step] {
        &self.plan.steps
    }

    /// Those that have begun.
    pub fn courses(&self) -> Vec<Course> {
        self.state().courses.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next ticket, once it is due. `None` when no more will be, or `is_able` says that whoever asks cannot send it.
    pub async fn next(&self, is_able: impl Fn() -> bool) -> Option<Ticket> {
        let mut on_time = false;
        loop {
            let permit = if self.is_free() {
                None
            } else if let Ok(permit) = self.bell.try_acquire() {
                Some(permit)
            } else {
                on_time = true;
                Some(self.bell.acquire().await.ok()?)
            };
            // The permit goes to somebody else.
            if !is_able() {
                return None;
            }
            permit.into_iter().for_each(tokio::sync::SemaphorePermit::forget);
            if let Some(ticket) = self.take(on_time)? {
                return Some(ticket);
            }
        }
    }

    /// Whether the window alone sets the pace.
    fn is_free(&self) -> bool {
        self.plan.steps.iter().all(|step| step.rate.is_none())
    }

    /// `None` when it is over, `Some(None)` when nothing is due: a step has ended meanwhile.
    fn take(&self, on_time: bool) -> Option<Option<Ticket>> {
        let mut state = self.state();
        if state.is_over {
            return None;
        }
        let number = state.taken;
        let index = state.courses.len().checked_sub(1)?;
        let (course, step) = (&mut state.courses[index], &self.plan.steps[index]);
        if step.rate.is_none() {
            course.due += 1;
        } else if course.taken == course.due {
            return Some(None);
        }
        let due = if step.rate.is_none() { Instant::now() } else { course.began + step.due(course.taken) };
        course.taken += 1;
        state.taken += 1;
        if self.plan.count.is_some_and(|count| state.taken == count.get()) {
            self.end(&mut state);
        }
        Some(Some(Ticket { number, step: index, due, on_time }))
    }

    /// Goes through all steps, and returns when no more tickets will be given out.
    pub async fn run(&self, alarm: &Alarm) {
        for step in &self.plan.steps {
            let began = Instant::now();
            let end = step.duration.map(|duration| began + duration);
            {
                let mut state = self.state();
                if state.is_over {
                    return;
                }
                state.end_course(began);
                // What the step before left undone is due no more.
                self.bell.forget_permits(Semaphore::MAX_PERMITS);
                state.courses.push(Course { began, ended: None, due: 0, taken: 0 });
            }
            tokio::select! {
                () = self.release(step, began, end, alarm) => {}
                () = self.over.notified() => return,
            }
        }
        self.stop();
    }

    /// Makes messages due until the step is over.
    async fn release(&self, step: &Step, began: Instant, end: Option<Instant>, alarm: &Alarm) {
        while step.rate.is_some() && !self.is_all_due() {
            let now = Instant::now();
            let next = began + step.due(self.make_due(step, now - began));
            if end.is_some_and(|end| now >= end) {
                return self.let_take().await;
            }
            alarm.until(end.into_iter().fold(next.max(now + TICK), Instant::min)).await;
        }
        match end {
            Some(end) => alarm.until(end).await,
            None => std::future::pending().await,
        }
    }

    /// Whether no further message will be due because there are to be no more.
    fn is_all_due(&self) -> bool {
        let state = self.state();
        let untaken = state.courses.last().map_or(0, |course| course.due - course.taken);
        self.plan.count.is_some_and(|count| state.taken + untaken >= count.get())
    }

    /// Lets those send who have room what has become due since the last look.
    async fn let_take(&self) {
        for _ in 0..LAST_TURNS {
            if self.state().courses.last().is_none_or(|course| course.taken == course.due) {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// How many messages of the step are due now.
    fn make_due(&self, step: &Step, elapsed: Duration) -> u64 {
        let mut state = self.state();
        let before = state.taken;
        let Some(course) = state.courses.last_mut() else { return 0 };
        let before = before - course.taken;
        let left = self.plan.count.map_or(u64::MAX, |count| count.get().saturating_sub(before));
        let due = step.due_by(elapsed).min(left);
        let more = due.saturating_sub(course.due);
        course.due = due.max(course.due);
        drop(state);
        self.bell.add_permits(usize::try_from(more).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS / 2));
        due
    }

    /// No more tickets.
    pub fn stop(&self) {
        self.end(&mut self.state());
    }

    pub fn is_over(&self) -> bool {
        self.state().is_over
    }

    fn end(&self, state: &mut State) {
        if !state.is_over {
            state.is_over = true;
            state.end_course(Instant::now());
            self.bell.close();
            self.over.notify_one();
        }
    }
}

impl State {
    fn end_course(&mut self, now: Instant) {
        if let Some(course) = self.courses.last_mut() {
            course.ended.get_or_insert(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;

    fn pace(rates: &str, step: Option<Duration>, count: u64) -> Pace {
        let rates = rates.parse().ok();
        Pace::new(Plan::new(rates.as_ref(), step, None, NonZeroU64::new(count)).unwrap())
    }

    async fn all(pace: &Pace) -> Vec<Ticket> {
        let mut tickets = Vec::new();
        while let Some(ticket) = pace.next(|| true).await {
            tickets.push(ticket);
        }
        tickets
    }

    #[tokio::test]
    async fn tickets_are_given_out_when_they_are_due_and_in_order() {
        let (pace, alarm) = (pace("1000,500", Some(Duration::from_millis(20)), 0), Alarm::new().unwrap());
        let (tickets, ()) = tokio::join!(all(&pace), pace.run(&alarm));
        let [first, second] = pace.courses()[..] else { panic!("two steps") };
        assert_eq!([first.due, first.taken, second.due, second.taken], [20, 20, 10, 10]);
        assert!(tickets.iter().map(|ticket| ticket.number).eq(0..30));
        assert!(tickets[..20].iter().all(|ticket| ticket.step == 0) && tickets[20].step == 1);
        assert_eq!(tickets[7].due - first.began, Duration::from_millis(7));
        assert_eq!(tickets[29].due - second.began, Duration::from_millis(18));
    }

    #[tokio::test]
    async fn who_cannot_send_leaves_the_ticket_to_others() {
        let (pace, alarm) = (pace("1000", None, 3), Alarm::new().unwrap());
        let (none, tickets, ()) = tokio::join!(pace.next(|| false), all(&pace), pace.run(&alarm));
        assert_eq!((none, tickets.len()), (None, 3));
        assert!(pace.is_over());
    }

    #[tokio::test]
    async fn what_a_step_leaves_undone_wakes_nobody_in_the_next() {
        let (pace, alarm) = (pace("1000000,1000", Some(Duration::from_millis(20)), 0), Alarm::new().unwrap());
        pace.run(&alarm).await;
        assert_eq!(pace.courses().iter().map(|course| course.due).collect::<Vec<_>>(), [20_000, 20]);
        assert_eq!(pace.bell.available_permits(), 20);
    }

    #[tokio::test]
    async fn what_is_due_when_it_stops_is_due_for_ever() {
        let (pace, alarm) = (pace("1000", None, 50), Alarm::new().unwrap());
        tokio::join!(pace.run(&alarm), async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            pace.stop();
        });
        let course = pace.courses()[0];
        assert!(course.due >= 10 && course.due < 50 && course.taken == 0, "{course:?}");
        assert_eq!(pace.next(|| true).await, None);
    }
}
