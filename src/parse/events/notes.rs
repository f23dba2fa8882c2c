//! Footnotes: numbered where they are referred to, and gathered at the end.

use super::{Dropped, Mark, Notes, Rewriter};

impl Rewriter<'_> {
    pub(super) fn footnote(&mut self, name: &str) {
        let Notes { numbers, order, .. } = &mut self.notes;
        let next = self.found.notes + order.len() + 1;
        let (number, uses) = numbers.entry(name.to_owned()).or_insert_with(|| {
            order.push(name.to_owned());
            (next, 0)
        });
        *uses += 1;
        let (number, uses) = (*number, *uses);
        let suffix = if uses > 1 { format!("-{uses}") } else { String::new() };
        self.raw(format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}{suffix}\">{number}</a></sup>"
        ));
    }

    pub(super) fn append_footnotes(&mut self) {
        let mut order = std::mem::take(&mut self.notes.order);
        // What nothing refers to stands behind what something does.
        for (name, range) in std::mem::take(&mut self.notes.unused) {
            if !self.notes.numbers.contains_key(&name) {
                self.notes.numbers.insert(name.clone(), (self.found.notes + order.len() + 1, 0));
                order.push(name);
                self.dropped.push(Dropped {
                    code: "W0206",
                    message: "this footnote is never referred to",
                    help: "refer to it with [^name] in the text",
                    range,
                });
            }
        }
        if order.is_empty() {
            return;
        }
        let start = self.found.notes + 1;
        self.raw(format!("<section class=\"footnotes\"><ol start=\"{start}\">\n"));
        for name in &order {
            let Some(&(number, uses)) = self.notes.numbers.get(name) else { continue };
            self.raw(format!("<li id=\"fn-{number}\">\n"));
            if let Some(body) = self.notes.bodies.remove(name) {
                self.out.extend(body);
            }
            if uses == 0 {
                self.raw("</li>\n");
                continue;
            }
            self.raw(format!("<a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\""));
            self.mark(Mark::Word("footnote_back"));
            self.raw("\">↩</a></li>\n");
        }
        self.raw("</ol></section>\n");
        self.found.notes += order.len();
    }
}
