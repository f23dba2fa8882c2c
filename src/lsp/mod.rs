//! `anecdote lsp`: a language server. It tells editors what is wrong while a file is written, completes fields, words
//! and slugs, explains them, and finds the files behind them.
//!
//! It builds the site as `serve` does, with drafts and with what is not saved yet, and writes nothing.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads files and the clock")]

mod actions;
mod complete;
mod cursor;
mod definition;

mod hover;
mod positions;
mod question;
mod words;
mod workspace;

use std::path::Path;

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request::{self, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, CompletionResponse,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability,
    InitializeParams, OneOf, Registration, RegistrationParams, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::pipeline::Project;
use crate::source::ChangeSet;
use workspace::Workspace;

/// Answers one editor until it says goodbye. `project` gives the site that lies in, or around, a folder that the editor
/// has open; without one, nothing is known and nothing is said. `clock` says whether time goes on.
pub fn run(
    connection: &Connection,
    project: &dyn Fn(Option<&Path>) -> Option<Project>,
    clock: bool,
) -> Result<(), ProtocolError> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let result = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "anecdote", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, result)?;
    let watched = params.capabilities.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files);
    let is_told_of_changes = watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false);
    let folder = opened_folder(&params);
    let project = project(folder.as_deref());
    let mut server =
        Server { connection, workspace: project.map(|project| Workspace::new(project, clock)), is_told_of_changes };
    if is_told_of_changes {
        server.ask_for_changes();
    }
    server.run()
}

/// The folder that the editor has open.
fn opened_folder(params: &InitializeParams) -> Option<std::path::PathBuf> {
    let first = params.workspace_folders.iter().flatten().next().map(|folder| &folder.uri);
    #[expect(deprecated, reason = "older editors send nothing else")]
    let root = params.root_uri.as_ref();
    positions::path_of(first.or(root)?)
}

fn capabilities() -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::FULL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = ["\"", "'", "=", ":", " ", "[", "{", "/", "@", "-"].map(str::to_owned);
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    workspace: Option<Workspace>,
    /// Whether the editor says which files others changed; else each save is taken for a change of everything.
    is_told_of_changes: bool,
}

impl Server<'_> {
    fn run(&mut self) -> Result<(), ProtocolError> {
        self.publish();
        while let Ok(first) = self.connection.receiver.recv() {
            // Whoever types fast has sent more meanwhile: one build is enough for all of it.
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Request(request) => {
                        if self.connection.handle_shutdown(&request)? {
                            return Ok(());
                        }
                        let answer = self.answer(request);
                        self.send(Message::Response(answer));
                    }
                    Message::Notification(told) => self.hear(told),
                    Message::Response(_) => {}
                }
                next = self.connection.receiver.try_recv().ok();
            }
            self.publish();
        }
        Ok(())
    }

    /// Builds what changed, and sends what is wrong now where it is not what was wrong before.
    fn publish(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        for params in workspace.news() {
            let told = Notification::new(notification::PublishDiagnostics::METHOD.to_owned(), params);
            let _ = self.connection.sender.send(Message::Notification(told));
        }
    }

    /// An editor that is gone is noticed by what it no longer sends.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }

    fn ask_for_changes(&self) {
        let everything = FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![everything] };
        let registration = Registration {
            id: "files".to_owned(),
            method: notification::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let method = request::RegisterCapability::METHOD.to_owned();
        self.send(Message::Request(Request::new(RequestId::from("files".to_owned()), method, params)));
    }

    fn hear(&mut self, told: Notification) {
        let Some(workspace) = &mut self.workspace else { return };
        match told.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                if let Some(params) = read::<notification::DidOpenTextDocument>(told) {
                    workspace.open(&params.text_document.uri, params.text_document.text);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                let params = read::<notification::DidChangeTextDocument>(told);
                if let Some((uri, change)) =
                    params.and_then(|mut params| Some((params.text_document.uri, params.content_changes.pop()?)))
                {
                    workspace.open(&uri, change.text);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Some(params) = read::<notification::DidCloseTextDocument>(told) {
                    workspace.close(&params.text_document.uri);
                }
            }
            notification::DidSaveTextDocument::METHOD if !self.is_told_of_changes => {
                workspace.changed(ChangeSet::Everywhere);
            }
            notification::DidChangeWatchedFiles::METHOD => {
                if let Some(params) = read::<notification::DidChangeWatchedFiles>(told) {
                    let paths = params.changes.iter().filter_map(|change| positions::path_of(&change.uri));
                    workspace.changed(ChangeSet::At(paths.collect()));
                }
            }
            _ => {}
        }
    }

    fn answer(&self, request: Request) -> Response {
        let id = request.id.clone();
        match request.method.as_str() {
            request::Completion::METHOD => self.reply::<request::Completion>(request, |workspace, params| {
                let place = params.text_document_position;
                workspace.at(&place.text_document.uri, place.position, complete::at).map(CompletionResponse::Array)
            }),
            request::HoverRequest::METHOD => self.reply::<request::HoverRequest>(request, |workspace, params| {
                let place = params.text_document_position_params;
                workspace.at(&place.text_document.uri, place.position, hover::at).flatten()
            }),
            request::GotoDefinition::METHOD => self.reply::<request::GotoDefinition>(request, |workspace, params| {
                let place = params.text_document_position_params;
                workspace.at(&place.text_document.uri, place.position, definition::at).flatten()
            }),
            request::CodeActionRequest::METHOD => self
                .reply::<request::CodeActionRequest>(request, |workspace, params| {
                    Some(workspace.actions(&params.text_document.uri, params.range))
                }),
            other => Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("{other} is not known")),
        }
    }

    fn reply<R: request::Request>(
        &self,
        request: Request,
        answer: impl FnOnce(&Workspace, R::Params) -> R::Result,
    ) -> Response
    where
        R::Params: DeserializeOwned,
        R::Result: Serialize + Default,
    {
        match (request.extract::<R::Params>(R::METHOD), &self.workspace) {
            (Ok((id, params)), Some(workspace)) => Response::new_ok(id, answer(workspace, params)),
            (Ok((id, _)), None) => Response::new_ok(id, R::Result::default()),
            (Err(lsp_server::ExtractError::JsonError { error, .. }), _) => {
                let id = RequestId::from(0);
                Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
            }
            (Err(lsp_server::ExtractError::MethodMismatch(request)), _) => {
                Response::new_err(request.id, ErrorCode::InvalidRequest as i32, "another method".to_owned())
            }
        }
    }
}

/// What a notification says; nothing where it is not as the protocol has it.
fn read<N: notification::Notification>(told: Notification) -> Option<N::Params> {
    told.extract(N::METHOD).ok()
}
