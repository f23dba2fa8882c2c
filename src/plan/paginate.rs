//! List pages, numbered from the oldest, so that a new story leaves the archive as it was.

/// A page of a list: which members it shows, and who stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// From 1, the oldest; the first page that readers see has the highest.
    pub number: usize,
    /// The members that it shows.
    pub from: usize,
    /// The first that it does not show.
    pub to: usize,
    /// Whether it is the first that readers see.
    pub is_first: bool,
    /// The number of the next newer page, if that is not the first.
    pub newer: Option<usize>,
    /// The number of the next older page.
    pub older: Option<usize>,
}

impl Slice {
    /// No list to cut, or all of it.
    pub const ALL: Self = Self { number: 1, from: 0, to: usize::MAX, is_first: true, newer: None, older: None };
}

/// Cuts a list of `total` members, newest first, into pages of `per`. The first page shows the
/// newest, from half a page to one and a half; all others are full and never change as the list
/// grows. Zero per page means all on one.
pub fn paginate(total: usize, per: usize) -> Vec<Slice> {
    let archived = match per {
        0 => 0,
        per => (total.saturating_sub(per + per / 2)).div_ceil(per),
    };
    let on_first = total - archived * per;
    let mut slices = vec![Slice {
        number: archived + 1,
        from: 0,
        to: on_first,
        is_first: true,
        newer: None,
        older: (archived > 0).then_some(archived),
    }];
    for number in (1..=archived).rev() {
        let from = on_first + (archived - number) * per;
        slices.push(Slice {
            number,
            from,
            to: from + per,
            is_first: false,
            newer: (number < archived).then_some(number + 1),
            older: (number > 1).then(|| number - 1),
        });
    }
    slices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_page_holds_up_to_one_page_and_a_half() {
        let sizes = |total| paginate(total, 20).iter().map(|slice| slice.to - slice.from).collect::<Vec<_>>();
        assert_eq!(sizes(0), [0]);
        assert_eq!(sizes(30), [30]);
        assert_eq!(sizes(31), [11, 20]);
        assert_eq!(sizes(50), [30, 20]);
        assert_eq!(sizes(51), [11, 20, 20]);
        assert_eq!(paginate(51, 20).iter().map(|slice| slice.number).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(paginate(1000, 0).len(), 1);
    }

    proptest! {
        #[test]
        fn every_member_stands_on_one_page_and_a_new_one_leaves_old_pages_alone(total in 0usize..500, per in 1usize..40) {
            let slices = paginate(total, per);
            let mut next = 0;
            for slice in &slices {
                prop_assert_eq!(slice.from, next);
                next = slice.to;
            }
            prop_assert_eq!(next, total);
            // Counted from the oldest, an archive page shows the same members after one more came.
            let grown = paginate(total + 1, per);
            for slice in slices.iter().filter(|slice| !slice.is_first) {
                let same = grown.iter().find(|other| other.number == slice.number).unwrap();
                prop_assert_eq!((same.from, same.to), (slice.from + 1, slice.to + 1));
            }
        }
    }
}
