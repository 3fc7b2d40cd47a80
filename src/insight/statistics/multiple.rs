//! Correction for having looked at many candidates.

/// Holm's correction (1979, Scandinavian Journal of Statistics 6): each p-value as it counts when all of these were looked at, in the
/// order given. The chance that any of the true nulls falls below α is at most α, whatever depends on what. Uncertain values (NaN) count as 1.
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let known = |p: f64| if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| known(p_values[*a]).total_cmp(&known(p_values[*b])));
    let (mut corrected, mut least) = (vec![1.0; p_values.len()], 0.0);
    for (done, index) in order.into_iter().enumerate() {
        let left = (p_values.len() - done) as f64;
        least = (known(p_values[index]) * left).clamp(least, 1.0);
        corrected[index] = least;
    }
    corrected
}
