//! The clock of the benches: processor time of one thread, and medians of ratios between contestants that run in turn.

use rustix::time::{ClockId, clock_gettime};

/// One sample lasts at least this long: shorter work is repeated within it.
const SAMPLE_NS: u64 = 100_000;
/// Repetitions within one sample at most.
const REPEATS: u64 = 10_000;

/// Processor time of this thread, in nanoseconds.
pub(crate) fn thread_ns() -> u64 {
    clock_ns(ClockId::ThreadCPUTime)
}

/// Processor time of all threads of this process, in nanoseconds.
pub(crate) fn process_ns() -> u64 {
    clock_ns(ClockId::ProcessCPUTime)
}

fn clock_ns(clock: ClockId) -> u64 {
    let now = clock_gettime(clock);
    let (seconds, nanoseconds) = (u64::try_from(now.tv_sec), u64::try_from(now.tv_nsec));
    seconds.unwrap_or(0) * 1_000_000_000 + nanoseconds.unwrap_or(0)
}

/// Processor nanoseconds of each contestant, by round.
pub(crate) struct Duel<const N: usize>(Vec<[f64; N]>);

/// Runs all contestants `rounds` times in turn, so that what disturbs one disturbs all.
pub(crate) fn duel<const N: usize>(rounds: usize, mut contestants: [&mut dyn FnMut(); N]) -> Duel<N> {
    let mut repeats = [1; N];
    for (contestant, repeats) in contestants.iter_mut().zip(&mut repeats) {
        contestant();
        *repeats = (SAMPLE_NS / sample_ns(contestant, 1).max(1)).clamp(1, REPEATS);
    }
    let mut sampled = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let mut round = [0.0; N];
        for ((contestant, repeats), cell) in contestants.iter_mut().zip(repeats).zip(&mut round) {
            *cell = sample_ns(contestant, repeats) as f64 / repeats as f64;
        }
        sampled.push(round);
    }
    Duel(sampled)
}

fn sample_ns(work: &mut dyn FnMut(), repeats: u64) -> u64 {
    let begun = thread_ns();
    for _ in 0..repeats {
        work();
    }
    thread_ns() - begun
}

impl<const N: usize> Duel<N> {
    /// Median processor nanoseconds of one contestant.
    pub(crate) fn ns(&self, contestant: usize) -> f64 {
        median(self.0.iter().map(|round| round[contestant]))
    }

    /// Median over the rounds of one contestant's time divided by another's.
    pub(crate) fn ratio(&self, of: usize, to: usize) -> f64 {
        median(self.0.iter().map(|round| round[of] / round[to].max(1.0)))
    }
}

/// The middle value; 0 of none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    percentile(values, 50)
}

/// The value below which `percent` of a hundred lie, by nearest rank; 0 of none.
pub(crate) fn percentile(values: impl IntoIterator<Item = f64>, percent: usize) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).copied().unwrap_or(0.0)
}
