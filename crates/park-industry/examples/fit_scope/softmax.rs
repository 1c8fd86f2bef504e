//! Fits the scope model to the judged firms.
pub struct Softmax {
    pub k: usize,
    pub w: Vec<f32>,
    pub b: Vec<f32>,
    g2: Vec<f32>,
    gb: Vec<f32>,
}
impl Softmax {
    pub fn new(n: usize, k: usize) -> Self {
        Self { k, w: vec![0.0; n * k], b: vec![0.0; k], g2: vec![0.0; n], gb: vec![1e-3; k] }
    }
    pub fn scores(&self, x: &[(u32, f32)]) -> Vec<f32> {
        let mut s = self.b.clone();
        for (i, v) in x {
            let r = &self.w[*i as usize * self.k..][..self.k];
            for (a, b) in s.iter_mut().zip(r) {
                *a += v * b;
            }
        }
        s
    }
    pub fn probabilities(&self, x: &[(u32, f32)]) -> Vec<f32> {
        let mut s = self.scores(x);
        let m = s.iter().copied().fold(f32::MIN, f32::max);
        let mut t = 0.0;
        for a in &mut s {
            *a = (*a - m).exp();
            t += *a;
        }
        for a in &mut s {
            *a /= t;
        }
        s
    }
    pub fn fit(
        &mut self,
        rows: &[(&[(u32, f32)], usize, f32)],
        epochs: usize,
        rate: f32,
        decay: f32,
    ) {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut seed = 7_u64;
        for _ in 0..epochs {
            for i in (1..order.len()).rev() {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                order.swap(i, ((seed >> 33) as usize) % (i + 1));
            }
            for &o in &order {
                let (x, y, weight) = rows[o];
                let mut d = self.probabilities(x);
                d[y] -= 1.0;
                let n2: f32 = d.iter().map(|a| a * a).sum::<f32>() * weight * weight;
                for (i, v) in x {
                    let g2 = &mut self.g2[*i as usize];
                    *g2 += v * v * n2;
                    let step = rate * v * weight / (g2.sqrt() + 1e-4);
                    let r = &mut self.w[*i as usize * self.k..][..self.k];
                    let keep = 1.0 - decay;
                    if decay > 0.0 {
                        for a in r.iter_mut() {
                            *a *= keep;
                        }
                    }
                    for (a, b) in r.iter_mut().zip(&d) {
                        *a -= step * b;
                    }
                }
                for j in 0..self.k {
                    self.gb[j] += d[j] * d[j];
                    self.b[j] -= rate * 0.3 * d[j] * weight / self.gb[j].sqrt();
                }
            }
        }
    }
}
