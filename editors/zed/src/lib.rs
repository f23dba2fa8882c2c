//! Anecdote for Zed: starts the program's language server. Zed builds this when it installs the folder as an extension.

use zed_extension_api as zed;

struct Anecdote;

impl zed::Extension for Anecdote {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        _: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<zed::Command> {
        let command = worktree.which("anecdote").ok_or("anecdote is not on the PATH: cargo install anecdote")?;
        Ok(zed::Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Anecdote);
