//! Addresses that open a file in an editor, at a line: what editors register with the system under a scheme of their own.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in an address.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// The editors that are known by name, each with its address.
const KNOWN: [(&str, &str); 7] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("jetbrains", "idea://open?file={path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
];

/// How files are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    address: String,
}

impl Editor {
    /// An editor by its name, or by its address, which holds `{path}`, and may hold `{line}` and `{column}`.
    pub fn read(written: &str) -> Result<Self, String> {
        if let Some((_, address)) = KNOWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(written)) {
            return Ok(Self { address: (*address).to_owned() });
        }
        let scheme = written.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        // A link that runs something in the page would be none to a file.
        let is_own = !["javascript", "data", "vbscript"].contains(&scheme.to_ascii_lowercase().as_str());
        if is_scheme && is_own && written.contains("{path}") {
            return Ok(Self { address: written.to_owned() });
        }
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        Err(format!("write {}, or an address such as myeditor://open?file={{path}}&line={{line}}", names.join(", ")))
    }

    /// The editor in whose terminal the program runs, by what that says of itself; `value` gives a variable.
    pub fn around(value: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let is = |name: &str, wanted: &str| value(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
        let name = if value("CURSOR_TRACE_ID").is_some() {
            "cursor"
        } else if is("TERM_PROGRAM", "vscode") {
            "vscode"
        } else if is("TERM_PROGRAM", "zed") {
            "zed"
        } else if is("TERMINAL_EMULATOR", "JetBrains-JediTerm") {
            "jetbrains"
        } else {
            return None;
        };
        Self::read(name).ok()
    }

    /// The address with the folder of the site in it: what is left to fill in is `{path}`, from the folder on, `{line}`
    /// and `{column}`.
    pub fn below(&self, root: &Path) -> String {
        let root = root.to_string_lossy().replace('\\', "/");
        let slash = if root.starts_with('/') { "" } else { "/" };
        let root = format!("{slash}{}", utf8_percent_encode(&root, PLAIN));
        self.address.replace("{path}", &format!("{root}/{{path}}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_known_by_name_or_by_address() {
        let of = |written: &str| Editor::read(written).map(|editor| editor.below(Path::new("/home/ada/my site")));
        assert_eq!(of("VSCode").unwrap(), "vscode://file/home/ada/my%20site/{path}:{line}:{column}");
        assert_eq!(of("my-ed://open?f={path}").unwrap(), "my-ed://open?f=/home/ada/my%20site/{path}");
        for wrong in ["vi", "", "javascript:{path}", "Data:{path}", "ed://x", "://{path}", "a b:{path}"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_terminal_of_an_editor_tells_which_it_is() {
        let around = |name: &'static str, value: &'static str| {
            Editor::around(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(around("TERM_PROGRAM", "vscode"), Editor::read("vscode").ok());
        assert_eq!(around("TERM_PROGRAM", "zed"), Editor::read("zed").ok());
        assert_eq!(around("TERM_PROGRAM", "iTerm.app"), None);
    }
}
