//! What links lead to, as addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use pulldown_cmark_escape::escape_href;

use super::route;
use super::site_model::SiteModel;
use crate::index::{LinkTarget, Wanted};
use crate::model::{ANYWHERE, DocId, Link, Size};
use crate::path::{OutPath, SourcePath};

/// Follows a link; an address of the site may be that of a document that has left it.
pub(super) fn follow(model: &SiteModel, id: DocId, target: &str, wanted: Wanted) -> LinkTarget {
    let found = model.index.follow(id, target, wanted);
    match &found {
        LinkTarget::Root(address) | LinkTarget::AsWritten(address) if has_left(model, address) => {
            LinkTarget::Gone(format!("`{address}`"))
        }
        _ => found,
    }
}

fn has_left(model: &SiteModel, address: &str) -> bool {
    let address = address.split(['#', '?']).next().unwrap_or(address);
    let base = model.config.base_path();
    let below = address.strip_prefix(model.config.base_url.as_str()).or_else(|| address.strip_prefix(base));
    let Some(below) = below.or_else(|| address.strip_prefix('/')).filter(|_| !model.departed().outs.is_empty()) else {
        return false;
    };
    let below = percent_decode_str(below.trim_start_matches('/')).decode_utf8_lossy();
    let page = format!("{}/index.html", below.trim_end_matches('/'));
    let outs = [Some(page), Some(below.into_owned())].into_iter().flatten();
    // Another document may have its address now.
    let is_gone = |out: &String| {
        OutPath::new(out.clone()).is_ok_and(|out| model.departed().outs.contains(&out))
            && !model.index.ids().any(|id| model.route(id).out() == *out)
    };
    outs.into_iter().any(|out| is_gone(&out))
}

/// What a link in a text is filled with: its address, ready for an attribute; or, for a picture, its attributes `src`,
/// `width` and `height`. From anywhere but the page itself when `outside`.
pub fn of_link(model: &SiteModel, id: DocId, link: &Link, outside: bool) -> String {
    let wanted = if link.is_image { Wanted::File } else { Wanted::Anything };
    let found = follow(model, id, &link.target, wanted);
    let size = if link.is_image { size_of(model, &found) } else { None };
    let path = path_of(model, id, &link.target, found, outside);
    let mut escaped = String::with_capacity(path.len());
    // Writing to a string cannot fail.
    let _ = escape_href(&mut escaped, &path);
    match (link.is_image, size) {
        (false, _) => escaped,
        (true, None) => format!("src=\"{escaped}\""),
        (true, Some((width, height))) => format!("src=\"{escaped}\" width=\"{width}\" height=\"{height}\""),
    }
}

/// The size of the picture that a link leads to, where it is one of the site's own and can be read.
pub(super) fn size_of(model: &SiteModel, found: &LinkTarget) -> Option<Size> {
    match found {
        LinkTarget::Asset(path, _) => model.pictures.get(path).copied(),
        LinkTarget::Root(address) => {
            let path = address.split(['#', '?']).next()?.trim_start_matches('/');
            let path = percent_decode_str(path).decode_utf8().ok()?;
            model.pictures.get(&SourcePath::new(format!("static/{path}"))).copied()
        }
        _ => None,
    }
}

pub(super) fn path_of(model: &SiteModel, id: DocId, written: &str, found: LinkTarget, outside: bool) -> String {
    match found {
        LinkTarget::Document(other, rest) => format!("{}{rest}", model.route(other).path(&model.config)),
        LinkTarget::Asset(path, rest) => {
            format!("{}{rest}", route::asset(&model.index, &model.config, &path).path(&model.config))
        }
        LinkTarget::Root(path) => crate::theme::with_base(model.config.base_path(), &path),
        LinkTarget::Here(rest) if outside => format!("{}{rest}", model.route(id).path(&model.config)),
        LinkTarget::Here(rest) => rest,
        LinkTarget::AsWritten(address) => address,
        LinkTarget::Gone(_) => model.integrity_path(model.index.entry(id).lang_id),
        LinkTarget::Broken(..) => match written.strip_prefix(ANYWHERE) {
            Some(name) => as_name(name),
            None => written.to_owned(),
        },
    }
}

/// The address of a name that nothing has. Whatever it looks like, it is a path of this site: what is no letter of a
/// name is encoded, so that it has no scheme and no host.
fn as_name(name: &str) -> String {
    const NAME: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');
    utf8_percent_encode(name.trim_start_matches(['/', '\\']), &NAME).to_string()
}
