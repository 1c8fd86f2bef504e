//! A multinomial logistic model on sparse rows, fitted by adaptive steps with one rate a feature.

/// A row: positions of features with values, wanted probabilities, weight.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) values: &'a [(u32, f32)],
    pub(crate) target: &'a [(u16, f32)],
    pub(crate) weight: f32,
}

#[derive(Debug)]
pub(crate) struct Softmax {
    pub(crate) classes: usize,
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    squares: Vec<f32>,
    bias_squares: Vec<f32>,
}

impl Softmax {
    pub(crate) fn new(features: usize, classes: usize) -> Self {
        Self {
            classes,
            weights: vec![0.0; features * classes],
            bias: vec![0.0; classes],
            squares: vec![0.0; features],
            bias_squares: vec![1e-3; classes],
        }
    }

    pub(crate) fn probabilities(&self, values: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (i, v) in values {
            let row = &self.weights[*i as usize * self.classes..][..self.classes];
            for (s, w) in scores.iter_mut().zip(row) {
                *s += v * w;
            }
        }
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for s in &mut scores {
            *s = (*s - top).exp();
            sum += *s;
        }
        for s in &mut scores {
            *s /= sum;
        }
        scores
    }

    /// Passes over the rows in an order drawn from the seed.
    pub(crate) fn fit(&mut self, rows: &[Row<'_>], epochs: usize, rate: f32, mut seed: u64) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        for _ in 0..epochs {
            for i in (1..order.len()).rev() {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                order.swap(i, (seed >> 33) as usize % (i + 1));
            }
            for at in &order {
                self.step(&rows[*at], rate);
            }
        }
    }

    fn step(&mut self, row: &Row<'_>, rate: f32) {
        let mut gap = self.probabilities(row.values);
        for (class, p) in row.target {
            gap[usize::from(*class)] -= p;
        }
        for g in &mut gap {
            *g *= row.weight;
        }
        let size: f32 = gap.iter().map(|g| g * g).sum();
        for (i, v) in row.values {
            let squares = &mut self.squares[*i as usize];
            *squares += v * v * size;
            let step = rate * v / (squares.sqrt() + 1e-4);
            let weights = &mut self.weights[*i as usize * self.classes..][..self.classes];
            for (w, g) in weights.iter_mut().zip(&gap) {
                *w -= step * g;
            }
        }
        for ((b, s), g) in self.bias.iter_mut().zip(&mut self.bias_squares).zip(&gap) {
            *s += g * g;
            *b -= rate * 0.3 * g / s.sqrt();
        }
    }
}
