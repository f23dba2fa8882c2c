//! How sure a number is: 95 % confidence intervals, each as the field computes it.
//!
//! - Shares: E. B. Wilson's score interval, "Probable Inference, the Law of Succession, and Statistical
//!   Inference", Journal of the American Statistical Association 22 (1927).
//! - Net scores, the share of one answer less that of another: the adjusted Wald interval that B. Rocks found
//!   best, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016): three answers
//!   are added, three quarters of one at each end and one and a half between.
//! - Means: Student's t interval, cut off at the ends of the scale.
//!
//! What comes out is rounded to hundredths, half away from zero; to an end of its scale only where it lies there.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::plan::view::{Estimate, Hundredths};

/// Of the normal distribution, what 97.5 % lie below.
const Z: f64 = 1.959_963_984_540_054;

/// Nothing can be said, from so many.
fn too_few(count: usize) -> Estimate {
    Estimate { value: None, low: None, high: None, count }
}

/// The ends of a share in percent, of a net score, and of the difference between two net scores.
const SHARE: (f64, f64) = (0.0, 100.0);
const NET: (f64, f64) = (-100.0, 100.0);
const EFFECT: (f64, f64) = (-200.0, 200.0);

/// A share in percent, with Wilson's interval. Under `least` answers it is too few to say.
pub fn share(hits: usize, of: usize, least: usize) -> Estimate {
    if of == 0 || of < least {
        return too_few(of);
    }
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let centre = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let percent = |share: f64| Some(Hundredths::on_scale(share * 100.0, SHARE));
    // Where all or none are hits, a bound lies at the end; computed, it would lie beside it by a last digit.
    Estimate {
        value: percent(p),
        low: percent(if hits == 0 { 0.0 } else { (centre - half).max(0.0) }),
        high: percent(if hits == of { 1.0 } else { (centre + half).min(1.0) }),
        count: of,
    }
}

/// How many answers there are at each end of a scale, and in all.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    pub top: usize,
    pub bottom: usize,
    pub of: usize,
}

impl Ends {
    fn net(self) -> f64 {
        (self.top as f64 - self.bottom as f64) / self.of as f64
    }

    /// The net score and its variance with three answers added.
    fn adjusted(self) -> (f64, f64) {
        let n = self.of as f64 + 3.0;
        let (top, bottom) = ((self.top as f64 + 0.75) / n, (self.bottom as f64 + 0.75) / n);
        (top - bottom, (top + bottom - (top - bottom).powi(2)) / n)
    }
}

/// A net score from -100 to 100, with the adjusted Wald interval.
pub fn net(ends: Ends, least: usize) -> Estimate {
    if ends.of == 0 || ends.of < least {
        return too_few(ends.of);
    }
    let (centre, variance) = ends.adjusted();
    let half = Z * variance.sqrt();
    Estimate {
        value: Some(Hundredths::on_scale(ends.net() * 100.0, NET)),
        low: Some(Hundredths::on_scale((centre - half).max(-1.0) * 100.0, NET)),
        high: Some(Hundredths::on_scale((centre + half).min(1.0) * 100.0, NET)),
        count: ends.of,
    }
}

/// By how much some answers move the net score of all: that of all less that of those `without` them. The
/// interval is the adjusted Wald interval of the difference between the two groups, in the same measure.
pub fn effect(with: Ends, without: Ends, least: usize) -> Estimate {
    if with.of.min(without.of) == 0 || with.of.min(without.of) < least {
        return too_few(with.of);
    }
    // The score of all is the mean of both groups', so the difference is a part of that between them.
    let part = with.of as f64 / (with.of + without.of) as f64;
    let ((a, variance_a), (b, variance_b)) = (with.adjusted(), without.adjusted());
    let half = Z * (variance_a + variance_b).sqrt();
    Estimate {
        value: Some(Hundredths::on_scale(part * (with.net() - without.net()) * 100.0, EFFECT)),
        low: Some(Hundredths::on_scale(part * (a - b - half) * 100.0, EFFECT)),
        high: Some(Hundredths::on_scale(part * (a - b + half) * 100.0, EFFECT)),
        count: with.of,
    }
}

/// The mean of answers between `ends`, with Student's interval; without bounds where all gave the same answer,
/// which tells nothing of how others would differ.
pub fn mean(answers: &[f64], ends: (f64, f64), least: usize) -> Estimate {
    let count = answers.len();
    if count == 0 || count < least {
        return too_few(count);
    }
    let n = count as f64;
    let mean = answers.iter().sum::<f64>() / n;
    let squares: f64 = answers.iter().map(|answer| (answer - mean).powi(2)).sum();
    let student = StudentsT::new(0.0, 1.0, n - 1.0).ok().filter(|_| squares > 0.0);
    let half = student.map(|student| student.inverse_cdf(0.975) * (squares / (n - 1.0) / n).sqrt());
    Estimate {
        value: Some(Hundredths::on_scale(mean, ends)),
        low: half.map(|half| Hundredths::on_scale((mean - half).max(ends.0), ends)),
        high: half.map(|half| Hundredths::on_scale((mean + half).min(ends.1), ends)),
        count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(estimate: &Estimate) -> (i64, i64, i64) {
        let of = |bound: Option<Hundredths>| bound.map_or(i64::MIN, |bound| bound.0);
        (of(estimate.value), of(estimate.low), of(estimate.high))
    }

    #[test]
    fn wilson_gives_the_bounds_worked_out_by_hand() {
        // 7 of 10: centre (0.7 + 0.19207) / 1.38415 = 0.64449, half 0.24779.
        assert_eq!(bounds(&share(7, 10, 5)), (7000, 3968, 8922));
        // None of 10: from 0 to z² / (10 + z²).
        assert_eq!(bounds(&share(0, 10, 5)), (0, 0, 2775));
        assert_eq!(bounds(&share(10, 10, 5)), (10000, 7225, 10000));
    }

    #[test]
    fn a_net_score_has_the_bounds_worked_out_by_hand() {
        // 5 promoters, 2 detractors of 10: with three added (5.75 - 2.75) / 13 = 0.23077,
        // variance (8.5 / 13 - 0.05325) / 13 = 0.04620, half 1.95996 * 0.21494 = 0.42128.
        assert_eq!(bounds(&net(Ends { top: 5, bottom: 2, of: 10 }, 5)), (3000, -1905, 6520));
        let all = net(Ends { top: 5, bottom: 0, of: 5 }, 5);
        assert!(all.low < all.value && all.high <= Some(Hundredths(10000)), "{all:?}");
    }

    #[test]
    fn a_mean_has_students_bounds() {
        // 1, 2, 3, 4, 5: mean 3, deviation 1.58114, t of 4 degrees 2.77645, half 1.96324.
        assert_eq!(bounds(&mean(&[1.0, 2.0, 3.0, 4.0, 5.0], (1.0, 7.0), 5)), (300, 104, 496));
        // The same, at an end of the scale.
        assert_eq!(bounds(&mean(&[1.0, 2.0, 3.0, 4.0, 5.0], (2.0, 4.5), 5)), (300, 200, 450));
        let same = mean(&[4.0; 6], (1.0, 5.0), 5);
        assert_eq!((same.value, same.low, same.high), (Some(Hundredths(400)), None, None));
    }

    #[test]
    fn only_what_lies_at_an_end_is_rounded_to_it() {
        let value = |estimate: &Estimate| bounds(estimate).0;
        let (most, none) = (share(99_999, 100_000, 5), share(1, 100_000, 5));
        assert_eq!((value(&most), value(&none)), (9999, 1));
        assert!(most.high < Some(Hundredths(10000)) && none.low > Some(Hundredths(0)), "{most:?} {none:?}");
        for of in 1..400 {
            assert_eq!((share(of, of, 1).high, share(0, of, 1).low), (Some(Hundredths(10000)), Some(Hundredths(0))));
        }
        let ends = |top, bottom| Ends { top, bottom, of: 100_000 };
        let nets = [ends(99_999, 0), ends(0, 99_999), ends(100_000, 0), ends(0, 100_000)];
        assert_eq!(nets.map(|ends| value(&net(ends, 5))), [9999, -9999, 10000, -10000]);
        let mut answers = [5.0; 2500];
        assert_eq!(value(&mean(&answers, (1.0, 5.0), 5)), 500);
        answers[0] = 4.0;
        assert_eq!(value(&mean(&answers, (1.0, 5.0), 5)), 499);
        assert_eq!(value(&mean(&answers.map(|answer| 6.0 - answer), (1.0, 5.0), 5)), 101);
    }

    #[test]
    fn the_effect_of_some_is_the_score_of_all_less_that_of_the_others() {
        // 4 of 6 bad with it, none bad of 6 without: all -33.33 + 66.67 = 33.33, others 100.
        let with = Ends { top: 2, bottom: 4, of: 6 };
        let without = Ends { top: 6, bottom: 0, of: 6 };
        let effect = effect(with, without, 5);
        assert_eq!(effect.value, Some(Hundredths(-6667)));
        assert!(effect.high < Some(Hundredths(0)), "{effect:?}");
    }

    #[test]
    fn under_the_least_number_nothing_is_said() {
        let few = [
            share(1, 4, 5),
            net(Ends { top: 4, bottom: 0, of: 4 }, 5),
            mean(&[1.0; 4], (1.0, 5.0), 5),
            effect(Ends { top: 4, bottom: 0, of: 4 }, Ends { top: 9, bottom: 0, of: 9 }, 5),
            share(0, 0, 0),
            mean(&[], (1.0, 5.0), 0),
        ];
        for few in few {
            assert_eq!((few.value, few.low, few.high), (None, None, None), "{few:?}");
        }
    }
}
