//! The gamma function, the beta distribution and Student's t: what intervals and tests are computed from.

use std::f64::consts::PI;

/// Below this the gamma function is reached by its recurrence: Stirling's series is then good to 2·10⁻¹⁴.
const STIRLING_FROM: f64 = 15.0;
/// Steps of the continued fraction: it takes about the root of the larger parameter, so this serves counts up to 10⁸.
const FRACTION_STEPS: u32 = 20_000;
/// Steps of a quantile: Newton's method takes ten, halving at worst as many as a double has bits.
const QUANTILE_STEPS: u32 = 120;
const PRECISION: f64 = 1e-14;

/// Natural logarithm of Γ(x) for x > 0, by Stirling's series (Abramowitz and Stegun 6.1.41).
pub(super) fn ln_gamma(x: f64) -> f64 {
    let (mut shifted, mut product) = (x, 1.0);
    while shifted < STIRLING_FROM {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0))));
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * (2.0 * PI).ln() + series - product.ln()
}

/// Natural logarithm of n over k, for k ≤ n.
pub(super) fn ln_choose(n: u64, k: u64) -> f64 {
    let (n, k) = (n as f64, k as f64);
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// Probability that a Beta(a, b) variable is at most x: the regularised incomplete beta function, by its continued fraction
/// (Didonato and Morris 1992, eq. 9; evaluated by the method of Lentz as modified by Thompson and Barnett 1986).
pub(super) fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut numerator = 1.0;
    let mut denominator = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = denominator;
    for step in 1..FRACTION_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for coefficient in [even, odd] {
            denominator = 1.0 / away_from_zero(1.0 + coefficient * denominator);
            numerator = away_from_zero(1.0 + coefficient / numerator);
            value *= denominator * numerator;
        }
        if (value - before).abs() <= PRECISION * value.abs() {
            break;
        }
    }
    value
}

/// The x at which [`beta_cdf`] reaches `p`: Newton's method between bounds that close in.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high, mut x) = (0.0, 1.0, a / (a + b));
    let scale = ln_beta(a, b);
    for _ in 0..QUANTILE_STEPS {
        let excess = beta_cdf(x, a, b) - p;
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - scale).exp();
        let newton = x - excess / density;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - x).abs() <= PRECISION * x {
            return next;
        }
        x = next;
    }
    x
}

/// Probability that Student's t with `freedom` degrees of freedom is farther from 0 than `t` (Abramowitz and Stegun 26.7.1).
pub(super) fn student_two_sided(t: f64, freedom: f64) -> f64 {
    beta_cdf(freedom / (freedom + t * t), freedom / 2.0, 0.5)
}

/// How far from 0 Student's t lies with probability `p` or less, both sides together.
pub(super) fn student_quantile(p: f64, freedom: f64) -> f64 {
    // The complement keeps its digits where there are many degrees of freedom.
    let rest = beta_quantile(1.0 - p, 0.5, freedom / 2.0);
    (freedom * rest / (1.0 - rest)).sqrt()
}
