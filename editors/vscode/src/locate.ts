/** The program and the sites of this window, and what is said where they are not there. */

import path from "node:path";

import * as vscode from "vscode";

import { findProgram } from "./program";
import { CONFIG, NOT_SITES, foldersOf, siteOf } from "./sites";

/**
 * The program that the settings name; `undefined` if it is not there. Where a workspace is not trusted, the editor passes
 * over what its own settings say (`restrictedConfigurations`), and no path begins in its folders.
 */
export function locate(folder?: vscode.WorkspaceFolder): string | undefined {
  const setting = vscode.workspace.getConfiguration("anecdote", folder?.uri).get("path", "anecdote");
  return findProgram({ setting, base: vscode.workspace.isTrusted ? folder?.uri.fsPath : undefined });
}

/** As `locate`, for a command: whoever called it is told if there is no program. */
export function locateOrTell(folder?: vscode.WorkspaceFolder): string | undefined {
  const program = locate(folder);
  if (program === undefined) {
    tellMissing();
  }
  return program;
}

let isTelling = false;

/** Says that the program is not there, once at a time. */
export function tellMissing(): void {
  void tell(
    "Anecdote is not installed, or this editor does not find it. Install it, or name it in the setting anecdote.path.",
  );
}

/** Says that the program has no language server. */
export function tellTooOld(program: string): void {
  void tell(`${program} is no Anecdote, or one that is too old: it has no language server. Install a newer one.`);
}

async function tell(what: string): Promise<void> {
  if (isTelling) {
    return;
  }
  isTelling = true;
  const choice = await vscode.window.showErrorMessage(what, "How to install", "Settings");
  isTelling = false;
  if (choice === "How to install") {
    await showInstalling();
  } else if (choice === "Settings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "anecdote.path");
  }
}

/** Shows what the extension's own README says of installing the program: it is there without a network as well. */
async function showInstalling(): Promise<void> {
  const folder = vscode.extensions.getExtension("anecdote.anecdote")?.extensionUri;
  if (folder === undefined) {
    return;
  }
  // A packed extension has it under another name.
  const readme = (await vscode.workspace.fs.readDirectory(folder)).find(([name]) => /^readme\.md$/i.test(name));
  const uri = vscode.Uri.joinPath(folder, readme?.[0] ?? "README.md").with({ fragment: "installing-the-program" });
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

/** A site of this window. */
export interface Site {
  root: string;
  folder: vscode.WorkspaceFolder;
}

/** What a person calls a site: its folder, from that of the workspace on. */
export function nameOf({ root, folder }: Site): string {
  return path.join(folder.name, path.relative(folder.uri.fsPath, root));
}

/** The site that a command is about: that of the file in front, else the only one, else the one that is chosen. */
export async function chooseSite(): Promise<Site | undefined> {
  const front = vscode.window.activeTextEditor?.document.uri;
  const site = front && siteAt(front);
  if (site !== undefined) {
    return site;
  }
  const sites = await allSites();
  if (sites.length === 0) {
    void vscode.window.showErrorMessage(`No folder that is open holds an ${CONFIG}. Open a site's folder first.`);
  }
  if (sites.length < 2) {
    return sites[0];
  }
  const items = sites.map((site) => ({ label: nameOf(site), site }));
  return (await vscode.window.showQuickPick(items, { title: "Which site?" }))?.site;
}

/** The site of a file that is open, if it is in one. */
export function siteAt(uri: vscode.Uri): Site | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (uri.scheme !== "file" || folder === undefined) {
    return undefined;
  }
  const root = siteOf(uri.fsPath, folder.uri.fsPath);
  return root === undefined ? undefined : { root, folder };
}

async function allSites(): Promise<Site[]> {
  const configs = await vscode.workspace.findFiles(`**/${CONFIG}`, NOT_SITES);
  const roots = foldersOf(configs.filter(({ scheme }) => scheme === "file").map((uri) => uri.fsPath));
  return roots.flatMap((root) => {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root));
    return folder === undefined ? [] : [{ root, folder }];
  });
}
