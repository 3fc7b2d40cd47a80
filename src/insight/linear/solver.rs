//! L2-regularised logistic regression by dual coordinate descent.
//!
//! After Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models" (2011), with one Newton
//! step chain a coordinate. Knows nothing of texts: rows are sparse vectors. The order of the rows is drawn from a seed, so the same
//! rows give the same weights.

/// A sparse vector with its class and how much a mistake on it costs.
pub(super) struct Row {
    /// Column and value, columns unique.
    pub(super) cells: Vec<(u32, f32)>,
    pub(super) positive: bool,
    pub(super) cost: f64,
}

/// How long to search.
pub(super) struct Search {
    pub(super) rounds: u32,
    pub(super) seed: u64,
}

/// Newton steps on one coordinate: more change nothing that a later round would not.
const STEPS: u32 = 5;

/// The weight of each column, and of the constant 1 that stands after all columns.
pub(super) fn solve(rows: &[Row], columns: usize, search: &Search) -> Vec<f64> {
    let mut weights = vec![0.0; columns + 1];
    // Alpha lies in (0, cost); it starts near 0, where the text is taken as well explained.
    let mut alphas: Vec<f64> = rows.iter().map(|row| row.cost * 1e-3).collect();
    for (row, alpha) in rows.iter().zip(&alphas) {
        add(&mut weights, row, alpha * sign(row));
    }
    let squares: Vec<f64> =
        rows.iter().map(|row| 1.0 + sum(row.cells.iter().map(|(_, value)| value * value))).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice(search.seed);
    for _ in 0..search.rounds {
        dice.shuffle(&mut order);
        for &index in &order {
            let (row, square) = (&rows[index], squares[index]);
            let margin = sign(row) * dot(&weights, row);
            let alpha = step(alphas[index], margin, square, row.cost);
            add(&mut weights, row, (alpha - alphas[index]) * sign(row));
            alphas[index] = alpha;
        }
    }
    weights
}

/// Minimises ½·square·(z − alpha)² + margin·(z − alpha) + z·ln z + (cost − z)·ln(cost − z) over z in (0, cost).
fn step(alpha: f64, margin: f64, square: f64, cost: f64) -> f64 {
    let edge = cost * 1e-9;
    let mut z = alpha.clamp(edge, cost - edge);
    for _ in 0..STEPS {
        let slope = square * (z - alpha) + margin + (z / (cost - z)).ln();
        let bend = square + cost / (z * (cost - z));
        let next = z - slope / bend;
        // A step out of the range goes a tenth of the way to its edge instead.
        let next = if next <= 0.0 {
            z * 0.1
        } else if next >= cost {
            cost - (cost - z) * 0.1
        } else {
            next
        };
        let moved = (next - z).abs();
        z = next.clamp(edge, cost - edge);
        if moved < cost * 1e-4 {
            break;
        }
    }
    z
}

const fn sign(row: &Row) -> f64 {
    if row.positive { 1.0 } else { -1.0 }
}

fn sum(values: impl Iterator<Item = f32>) -> f64 {
    values.map(f64::from).sum()
}

fn dot(weights: &[f64], row: &Row) -> f64 {
    let bias = weights.last().copied().unwrap_or_default();
    row.cells.iter().fold(bias, |sum, (column, value)| sum + weights[*column as usize] * f64::from(*value))
}

fn add(weights: &mut [f64], row: &Row, factor: f64) {
    for (column, value) in &row.cells {
        weights[*column as usize] += factor * f64::from(*value);
    }
    if let Some(bias) = weights.last_mut() {
        *bias += factor;
    }
}

/// Splitmix64: small, and the same on every machine and in every version.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            #[expect(clippy::cast_possible_truncation, reason = "the remainder is an index")]
            let other = (self.next() % (last as u64 + 1)) as usize;
            order.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_vanishes_at_the_solution() {
        let row = |cells: &[(u32, f32)], positive| Row { cells: cells.to_vec(), positive, cost: 2.0 };
        let rows = [
            row(&[(0, 1.0)], true),
            row(&[(0, 1.0), (1, 0.5)], true),
            row(&[(1, 1.0)], false),
            row(&[(0, 0.2), (1, 0.7)], false),
            row(&[(0, 1.0)], false),
        ];
        let weights = solve(&rows, 2, &Search { rounds: 300, seed: 1 });
        let mut gradient = weights.clone();
        for row in &rows {
            let margin = sign(row) * dot(&weights, row);
            add(&mut gradient, row, -sign(row) * row.cost / (1.0 + margin.exp()));
        }
        assert!(gradient.iter().all(|slope| slope.abs() < 1e-3), "{gradient:?}");
    }
}
