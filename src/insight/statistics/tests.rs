//! The statistics against reference values of an independent implementation (SciPy 1.17) and against their own promises by simulation.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use super::{
    distributions::{beta_cdf, beta_quantile, ln_gamma, student_quantile, student_two_sided},
    hypergeometric::Hypergeometric,
    *,
};

#[track_caller]
fn close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs().max(1e-12), "{found} is not {expected}");
}

const fn share(count: u64, of: u64) -> Share {
    Share { count, of }
}

/// Repeatable chance.
struct Chance(ChaCha8Rng);

impl Chance {
    fn new() -> Self {
        Self(ChaCha8Rng::seed_from_u64(20_261_127))
    }

    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// How many of `of` come up with that probability.
    fn share(&mut self, of: u64, probability: f64) -> Share {
        share((0..of).filter(|_| self.uniform() < probability).count() as u64, of)
    }

    /// A star rating drawn with these weights.
    fn histogram(&mut self, of: u64, weights: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; weights.len()];
        for _ in 0..of {
            let mut left = self.uniform() * weights.iter().sum::<f64>();
            let found = weights.iter().position(|weight| {
                left -= weight;
                left < 0.0
            });
            counts[found.unwrap_or(0)] += 1;
        }
        counts
    }
}

#[test]
fn distributions_are_those_of_scipy() {
    for (x, expected) in [
        (2.5e-7, 15.201_804_774_780_3),
        (0.5, 0.572_364_942_924_7),
        (1.5, -0.120_782_237_635_245_26),
        (7.25, 7.052_185_450_738_539_5),
        (100.5, 361.435_540_467_777_57),
        (1_000_000.5, 12_815_511.476_902_766),
    ] {
        close(ln_gamma(x), expected, 1e-12);
    }
    for (x, a, b, expected) in [
        (0.3, 0.5, 0.5, 0.369_010_119_565_545_36),
        (0.01, 1.5, 333.0, 0.917_847_083_294_743_4),
        (0.5, 20.0, 30.0, 0.923_796_114_019_261),
        (0.1003, 100_000.5, 900_000.5, 0.841_022_454_034_917_8),
        (0.999_999, 500_000.0, 0.5, 0.317_310_507_855_895_7),
    ] {
        close(beta_cdf(x, a, b), expected, 1e-7);
    }
    for (p, a, b, expected) in [
        (0.025, 0.5, 1000.5, 4.909_116_947_944_415e-7),
        (0.975, 0.5, 1000.5, 0.002_508_164_341_422_297_8),
        (0.025, 7.5, 50.25, 0.056_905_888_842_314_49),
        (0.975, 100_000.5, 900_000.5, 0.100_589_146_882_237_08),
        (0.025, 3.5, 1e-3, 0.999_999_999_998_115_8),
    ] {
        close(beta_quantile(p, a, b), expected, 1e-8);
    }
    for (t, freedom, expected) in [
        (2.1, 3.7, 0.109_264_705_082_224_74),
        (1.96, 1e6, 0.049_996_067_585_269_85),
        (6.0, 40.0, 4.726_455_132_788_18e-7),
    ] {
        close(student_two_sided(t, freedom), expected, 1e-8);
    }
    for (freedom, expected) in [
        (1.0, 12.706_204_736_174_694),
        (3.7, 2.867_520_707_191_189_5),
        (40.0, 2.021_075_390_306_273),
        (1e6, 1.959_966_356_814_107),
    ] {
        close(student_quantile(0.05, freedom), expected, 1e-8);
    }
}

#[test]
fn association_is_the_mid_p_of_fishers_test() {
    for (a, b, expected) in [
        (share(1, 1), share(0, 1000), 0.000_999_000_999_000_999),
        (share(5, 50), share(20, 1000), 0.005_918_806_968_647_557_5),
        (share(0, 40), share(30, 400), 0.051_660_146_538_450_5),
        (share(3_000, 100_000), share(28_000, 900_000), 0.053_636_312_291_988_95),
        (share(7, 9), share(2, 11), 0.012_979_280_781_138_367),
        (share(120, 400), share(300, 1200), 0.051_095_253_515_344_06),
    ] {
        close(association(a, b), expected, 1e-6);
        close(association(b, a), expected, 1e-6);
    }
    assert_eq!(association(share(0, 0), share(3, 9)), 1.0);
    close(association(share(0, 10), share(0, 90)), 1.0, 1e-9);
    close(association(share(10, 10), share(90, 90)), 1.0, 1e-9);
}

#[test]
fn p_values_are_uniform_when_there_is_no_difference() {
    let mut chance = Chance::new();
    for (of, other, probability) in [(40, 400, 0.05), (200, 300, 0.02), (30, 30, 0.5), (25, 2_000, 0.1)] {
        let trials = 4_000;
        let p_values: Vec<f64> =
            (0..trials).map(|_| association(chance.share(of, probability), chance.share(other, probability))).collect();
        for level in [0.01, 0.05, 0.2, 0.5] {
            let below = p_values.iter().filter(|p| **p < level).count() as f64 / f64::from(trials);
            let noise = 3.0 * (level * (1.0 - level) / f64::from(trials)).sqrt();
            assert!(below < level * 1.2 + noise, "{of} {other} {probability}: {below} below {level}");
            assert!(below > level * 0.35 - noise, "{of} {other} {probability}: {below} below {level}");
        }
    }
}

#[test]
fn few_reviews_never_have_a_high_lift() {
    let alone = lift(share(1, 1), share(0, 1_000_000));
    assert!(alone.ratio <= 3.0 && alone.interval[0] < 1.0, "{alone:?}");
    for count in 1..20 {
        assert!(lift(share(count, count), share(0, 1_000_000)).ratio <= 2.0 * count as f64 + 1.0);
    }
    let many = lift(share(3_000, 10_000), share(10_000, 100_000));
    close(many.ratio, 3.0, 1e-3);
    assert!(many.interval[0] > 2.88 && many.interval[1] < 3.12, "{many:?}");
    assert!(many.p_value < 1e-12);
    for (slice, baseline) in [(share(0, 0), share(0, 0)), (share(0, 0), share(5, 50)), (share(5, 50), share(0, 0))] {
        let lift = lift(slice, baseline);
        assert_eq!(lift.p_value, 1.0);
        assert!(lift.interval[0] < 1.0 && lift.interval[1] > 1.0, "{lift:?}");
    }
}

#[test]
fn a_lift_lies_in_its_interval() {
    for of in [1, 3, 50, 100_000] {
        for other in [0, 1, 40, 900_000] {
            for (count, other_count) in
                [(0, 0), (of, 0), (0, other), (of, other), (of / 2, other / 3), (of / 50, other / 100)]
            {
                let lift = lift(share(count, of), share(other_count, other));
                assert!(lift.interval.iter().all(|limit| limit.is_finite() && *limit > 0.0), "{lift:?}");
                assert!(lift.interval[0] <= lift.ratio && lift.ratio <= lift.interval[1], "{lift:?}");
                assert!((0.0..=1.0).contains(&lift.p_value), "{lift:?}");
            }
        }
    }
}

#[test]
fn intervals_of_lifts_hold_the_truth() {
    let mut chance = Chance::new();
    let trials = 3_000;
    for (of, other, base, ratio) in [
        (100, 2_000, 0.02, 1.0),
        (100, 2_000, 0.02, 3.0),
        (50, 500, 0.2, 0.5),
        (400, 400, 0.3, 2.0),
        (300, 9_000, 0.01, 0.5),
    ] {
        let (mut held, mut above) = (0, 0);
        for _ in 0..trials {
            let lift = lift(chance.share(of, base * ratio), chance.share(other, base));
            held += u32::from(lift.interval[0] <= ratio && ratio <= lift.interval[1]);
            above += u32::from(lift.interval[0] > ratio);
        }
        let (held, above) = (f64::from(held) / f64::from(trials), f64::from(above) / f64::from(trials));
        assert!(held > 0.935, "{of} {other} {base} {ratio}: {held} held");
        assert!(above < 0.035, "{of} {other} {base} {ratio}: {above} claim more than is true");
    }
}

#[test]
fn holm_corrects_for_the_number() {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    let corrected = holm(&[0.01, 0.04, 0.03, 0.005]);
    for (found, expected) in corrected.iter().zip([0.03, 0.06, 0.06, 0.02]) {
        close(*found, expected, 1e-12);
    }
    assert_eq!(holm(&[]), Vec::<f64>::new());
    assert_eq!(holm(&[f64::NAN, 0.7]), [1.0, 1.0]);
    assert_eq!(holm(&[0.2]), [0.2]);
}

#[test]
fn a_rise_is_found_where_it_begins() {
    let totals = vec![100; 12];
    let counts = [4, 6, 5, 3, 5, 6, 4, 15, 18, 14, 16, 17];
    let change = worse_since(&counts, &totals).unwrap();
    assert_eq!(change.since, 7);
    close(change.before, 33.0 / 700.0, 1e-12);
    close(change.after, 80.0 / 500.0, 1e-12);
    assert!(change.p_value < 1e-6, "{change:?}");
    let falls: Vec<u64> = counts.iter().rev().copied().collect();
    assert_eq!(worse_since(&falls, &totals), None);
    assert_eq!(worse_since(&counts, &totals), worse_since(&counts, &totals));
}

#[test]
fn few_reviews_are_no_rise() {
    assert_eq!(worse_since(&[], &[]), None);
    assert_eq!(worse_since(&[5], &[5]), None);
    assert_eq!(worse_since(&[0, 4], &[100, 4]), None);
    assert_eq!(worse_since(&[0, 0, 9], &[3, 4, 1_000]), None);
    assert_eq!(worse_since(&[9, 9], &[9, 9]), None);
    assert_eq!(worse_since(&[0, 0, 0], &[50, 50, 50]), None);
    assert!(worse_since(&[0, 9], &[50, 20]).is_some());
    let shorter = worse_since(&[0, 9], &[50, 20, 1_000]);
    assert_eq!(shorter, worse_since(&[0, 9], &[50, 20]));
}

#[test]
fn a_constant_share_rarely_seems_to_rise() {
    let mut chance = Chance::new();
    for (buckets, of, probability) in [(12, 40, 0.05), (30, 200, 0.02), (6, 15, 0.4)] {
        let trials = 600;
        let mut found = 0;
        for _ in 0..trials {
            let totals: Vec<u64> = (0..buckets).map(|bucket| of / 2 + bucket % 3 * of / 2).collect();
            let counts: Vec<u64> = totals.iter().map(|of| chance.share(*of, probability).count).collect();
            found += u32::from(worse_since(&counts, &totals).is_some());
        }
        let share = f64::from(found) / f64::from(trials);
        assert!(share < 0.05 + 3.0 * (0.05f64 * 0.95 / f64::from(trials)).sqrt(), "{buckets} {of}: {share}");
        assert!(share > 0.005, "{buckets} {of}: the test never speaks");
    }
}

#[test]
fn draws_follow_their_distribution() {
    let mut chance = Chance::new();
    for (total, marked, drawn) in [(50, 20, 10), (1_000, 3, 400), (30, 29, 25)] {
        let distribution = Hypergeometric::new(total, marked, drawn);
        let draws: Vec<u64> = (0..20_000).map(|_| distribution.sample(chance.uniform())).collect();
        let mean = draws.iter().sum::<u64>() as f64 / draws.len() as f64;
        let n = drawn as f64;
        let part = marked as f64 / total as f64;
        let variance = n * part * (1.0 - part) * (total - drawn) as f64 / (total - 1) as f64;
        assert!((mean - distribution.mean()).abs() < 4.0 * (variance / 20_000.0).sqrt(), "{mean}");
        let spread = draws.iter().map(|draw| (*draw as f64 - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        close(spread, variance, 0.06);
        assert!(draws.iter().all(|draw| *draw >= distribution.least() && *draw <= marked.min(drawn)));
    }
    assert_eq!(Hypergeometric::new(0, 0, 0).sample(0.5), 0);
}

const STARS: [u64; 10] = [3, 0, 5, 2, 9, 4, 11, 8, 20, 14];
const OTHER_STARS: [u64; 10] = [1, 0, 2, 2, 4, 6, 12, 15, 31, 40];

#[test]
fn means_differ_as_welch_says() {
    let (a, b) = (Moments::from_histogram(&STARS, 0.5).unwrap(), Moments::from_histogram(&OTHER_STARS, 0.5).unwrap());
    let difference = difference_of_means(&a, &b);
    close(difference.difference, -0.563_344_201_210_991_7, 1e-12);
    close(difference.p_value, 0.000_848_948_997_751_422_9, 1e-8);
    close(difference.interval[0], -0.889_584_747_515_419_5, 1e-9);
    close(difference.interval[1], -0.237_103_654_906_563_5, 1e-9);
    close(difference.effect, -0.536_639_610_525_585_4, 1e-9);
    close(cliffs_delta(&STARS, &OTHER_STARS).unwrap(), -0.280_507_685_142_058_7, 1e-12);
    close(cliffs_delta(&OTHER_STARS, &STARS).unwrap(), 0.280_507_685_142_058_7, 1e-12);
    assert_eq!(cliffs_delta(&[0; 10], &STARS), None);
    assert_eq!(cliffs_delta(&[0, 0, 5], &[3]), Some(1.0));
}

#[test]
fn equal_values_do_not_prove_that_nothing_varies() {
    let all = |count: u64, stars: usize| {
        let mut counts = [0; 10];
        counts[stars * 2 - 1] = count;
        Moments::from_histogram(&counts, 0.5)
    };
    assert_eq!(all(1, 5), None);
    let few = difference_of_means(&all(2, 5).unwrap(), &all(2, 4).unwrap());
    assert!(few.p_value > 0.01 && few.p_value < 1.0, "{few:?}");
    let many = difference_of_means(&all(200, 5).unwrap(), &all(200, 4).unwrap());
    assert!(many.p_value < 1e-12 && many.effect.is_finite(), "{many:?}");
    let same = difference_of_means(&all(9, 5).unwrap(), &all(30, 5).unwrap());
    close(same.p_value, 1.0, 1e-12);
    let from_sums = Moments::from_sums(3, -30, 5_000, 0.001).unwrap();
    close(from_sums.mean, -0.01, 1e-12);
    close(from_sums.variance, 2.35e-3, 1e-12);
}

#[test]
fn intervals_of_means_hold_the_truth() {
    let mut chance = Chance::new();
    let (weights, other) =
        ([5.0, 0.0, 1.0, 0.0, 3.0, 0.0, 4.0, 0.0, 12.0], [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 5.0]);
    let mean = |weights: &[f64]| {
        let sum: f64 = (1u32..).zip(weights).map(|(steps, weight)| f64::from(steps) * 0.5 * weight).sum();
        sum / weights.iter().sum::<f64>()
    };
    let truth = mean(&weights) - mean(&other);
    let trials = 3_000;
    let mut held = 0;
    for _ in 0..trials {
        let a = Moments::from_histogram(&chance.histogram(30, &weights), 0.5).unwrap();
        let b = Moments::from_histogram(&chance.histogram(80, &other), 0.5).unwrap();
        let [low, high] = difference_of_means(&a, &b).interval;
        held += u32::from(low <= truth && truth <= high);
    }
    let held = f64::from(held) / f64::from(trials);
    assert!(held > 0.935 && held < 0.97, "{held}");
}

#[test]
fn shares_differ_as_newcombe_says() {
    // Newcombe 1998, table II, (a) and others.
    for (a, b, difference, interval, effect) in [
        (share(56, 70), share(48, 80), 0.2, [0.052_431_472, 0.333_872_654], 0.442_143_188),
        (share(0, 10), share(0, 20), 0.0, [-0.161_125_158, 0.277_532_8], 0.0),
        (share(10, 10), share(0, 20), 1.0, [0.679_086_037, 1.0], std::f64::consts::PI),
    ] {
        let found = difference_of_shares(a, b).unwrap();
        close(found.difference, difference, 1e-9);
        close(found.interval[0], interval[0], 1e-6);
        close(found.interval[1], interval[1], 1e-6);
        close(found.effect, effect, 1e-6);
        assert_eq!(found.p_value, association(a, b));
    }
    assert_eq!(difference_of_shares(share(0, 0), share(1, 2)), None);
    let mut chance = Chance::new();
    for (of, p, other, q) in [(20, 0.1, 60, 0.3), (40, 0.5, 40, 0.5), (300, 0.01, 900, 0.02)] {
        let trials = 3_000;
        let held = (0..trials)
            .filter(|_| {
                let found = difference_of_shares(chance.share(of, p), chance.share(other, q)).unwrap();
                found.interval[0] <= p - q && p - q <= found.interval[1]
            })
            .count() as f64
            / f64::from(trials);
        assert!(held > 0.935, "{of} {p} {other} {q}: {held}");
    }
}

#[test]
fn terms_of_few_reviews_do_not_lead() {
    let background = 1_000_000;
    let once = log_odds(share(1, 100), share(0, background));
    let often = log_odds(share(30, 100), share(0, background));
    let common = log_odds(share(50, 100), share(100_000, background));
    assert!(once < 1.2 && often > 6.5 && common > often, "{once} {often} {common}");
    close(log_odds(share(30, 100), share(300, 1_000)), 0.0, 1e-9);
    close(log_odds(share(5, 100), share(20, 50)), -log_odds(share(20, 50), share(5, 100)), 1e-12);
    for (slice, background) in [(share(0, 0), share(0, 0)), (share(0, 9), share(0, 9)), (share(9, 9), share(9, 9))] {
        assert_eq!(log_odds(slice, background), 0.0);
    }
    assert!(log_odds(share(9, 9), share(0, 0)).is_finite());
}

#[test]
fn scores_of_terms_are_standard_normal_at_most_when_there_is_no_difference() {
    let mut chance = Chance::new();
    for (of, other, probability) in [(200, 2_000, 0.05), (100, 5_000, 0.01)] {
        let trials = 3_000;
        let high = (0..trials)
            .filter(|_| log_odds(chance.share(of, probability), chance.share(other, probability)) > 1.96)
            .count();
        assert!((high as f64) < f64::from(trials) * 0.045, "{high}");
    }
}

#[test]
fn verdicts_say_which_way() {
    assert_eq!(verdict(Some(0.3), 0.01, Wanted::High), Verdict::Better);
    assert_eq!(verdict(Some(-0.3), 0.01, Wanted::High), Verdict::Worse);
    assert_eq!(verdict(Some(0.3), 0.01, Wanted::Low), Verdict::Worse);
    assert_eq!(verdict(Some(-0.3), 0.01, Wanted::Low), Verdict::Better);
    assert_eq!(verdict(Some(0.3), 0.01, Wanted::Neither), Verdict::More);
    assert_eq!(verdict(Some(-0.3), 0.01, Wanted::Neither), Verdict::Less);
    assert_eq!(verdict(Some(0.3), 0.05, Wanted::High), Verdict::Alike);
    assert_eq!(verdict(Some(0.3), f64::NAN, Wanted::High), Verdict::Alike);
    assert_eq!(verdict(None, 0.0, Wanted::High), Verdict::Unknown);
    assert_eq!(Verdict::Worse.words().zh, "差异显著，恶化");
}
