//! How many marked ones are among those drawn: the distribution of the counts of a 2 × 2 table whose margins are known, exact at any size.

use super::distributions::ln_choose;

/// Terms below this part of the sum are not added.
const NEGLIGIBLE: f64 = 1e-17;

/// So many are drawn, without putting back, from a total of which some are marked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hypergeometric {
    total: u64,
    marked: u64,
    drawn: u64,
}

impl Hypergeometric {
    /// `marked` and `drawn` are at most `total`.
    pub(super) const fn new(total: u64, marked: u64, drawn: u64) -> Self {
        Self { total, marked, drawn }
    }

    /// The fewest marked ones that can be among those drawn.
    pub(super) fn least(&self) -> u64 {
        (self.marked + self.drawn).saturating_sub(self.total)
    }

    fn most(&self) -> u64 {
        self.marked.min(self.drawn)
    }

    pub(super) fn mean(&self) -> f64 {
        if self.total == 0 { 0.0 } else { self.marked as f64 * self.drawn as f64 / self.total as f64 }
    }

    /// Probability of exactly `count`, which must be possible.
    fn at(&self, count: u64) -> f64 {
        let ways = ln_choose(self.marked, count) + ln_choose(self.total - self.marked, self.drawn - count);
        (ways - ln_choose(self.total, self.drawn)).exp()
    }

    /// Probability of `count + 1` over that of `count`.
    fn up(&self, count: u64) -> f64 {
        let unmarked_left = (self.total - self.marked + count + 1 - self.drawn) as f64;
        (self.marked - count) as f64 * (self.drawn - count) as f64 / ((count + 1) as f64 * unmarked_left)
    }

    /// Probability of more than `count` over that of `count`; few terms when `count` is no less than the mean.
    fn beyond(&self, count: u64) -> f64 {
        let (mut term, mut sum) = (1.0, 0.0);
        for count in count..self.most() {
            term *= self.up(count);
            sum += term;
            if term <= NEGLIGIBLE * (1.0 + sum) {
                break;
            }
        }
        sum
    }

    /// Probability of less than `count` over that of `count`; few terms when `count` is no more than the mean.
    fn below(&self, count: u64) -> f64 {
        let (mut term, mut sum) = (1.0, 0.0);
        for count in (self.least()..count).rev() {
            term /= self.up(count);
            sum += term;
            if term <= NEGLIGIBLE * (1.0 + sum) {
                break;
            }
        }
        sum
    }

    /// Probability of `count` or less, for a possible `count` that is no more than the mean.
    pub(super) fn at_most(&self, count: u64) -> f64 {
        (self.at(count) * (1.0 + self.below(count))).min(1.0)
    }

    /// Twice the smaller tail, `count` itself counted half.
    pub(super) fn mid_p(&self, count: u64) -> f64 {
        let rest = if count as f64 >= self.mean() { self.beyond(count) } else { self.below(count) };
        let tail = self.at(count) * (0.5 + rest);
        (2.0 * tail.min(1.0 - tail)).clamp(0.0, 1.0)
    }

    /// The count that a uniform draw from 0 to 1 stands for: inversion outward from the most likely count, about as many steps as the
    /// standard deviation.
    pub(super) fn sample(&self, uniform: f64) -> u64 {
        let (least, most) = (self.least(), self.most());
        let mode = u128::from(self.marked + 1) * u128::from(self.drawn + 1) / u128::from(self.total + 2);
        let mode = u64::try_from(mode).unwrap_or(most).clamp(least, most);
        let probability = self.at(mode);
        let (mut low, mut at_low, mut high, mut at_high) = (mode, probability, mode, probability);
        let mut left = uniform - probability;
        while left >= 0.0 && (low > least || high < most) {
            if high < most {
                at_high *= self.up(high);
                high += 1;
                left -= at_high;
                if left < 0.0 {
                    return high;
                }
            }
            if low > least {
                low -= 1;
                at_low /= self.up(low);
                left -= at_low;
                if left < 0.0 {
                    return low;
                }
            }
        }
        mode
    }
}
