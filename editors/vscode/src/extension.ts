/** The extension: a language server for each site that is open, and the commands. */

import * as vscode from "vscode";

import { explain } from "./explain";
import { newStory } from "./new-story";
import { Previews } from "./preview";
import { Servers } from "./servers";

/** Called by the editor once a folder with a site is open, or one of the commands is called. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Anecdote", { log: true });
  const servers = new Servers(log);
  const previews = new Previews();
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    log,
    servers,
    previews,
    registerCommand("anecdote.preview", () => previews.show()),
    registerCommand("anecdote.newStory", newStory),
    registerCommand("anecdote.explain", explain(context)),
    registerCommand("anecdote.restart", () => servers.restart()),
    vscode.workspace.onDidOpenTextDocument((document) => servers.serve(document)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => servers.update()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => servers.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("anecdote.path")) {
        void servers.restart();
      }
    }),
  );
  await servers.update();
  stopServers = () => servers.stopAll();
}

let stopServers = async () => {};

/** Called by the editor before it closes, which waits for the servers to end. */
export function deactivate(): Promise<void> {
  return stopServers();
}
