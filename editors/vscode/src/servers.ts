/**
 * The language servers: one for each site. That of a folder which is itself a site starts with it; that of a site further
 * down when the first of its files is opened, for a repository may hold many.
 */

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";

import { type Site, locate, siteAt, tellMissing, tellTooOld } from "./locate";
import { run, serverArguments } from "./program";
import { PATTERNS, isInside, isSite } from "./sites";

export class Servers implements vscode.Disposable {
  /** By the site's folder; one that could not be started keeps its place, so that it is not tried at every file. */
  private readonly clients = new Map<string, Promise<LanguageClient | undefined>>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Starts and stops servers, as folders come and go. */
  async update(): Promise<void> {
    const open = folders();
    const gone = [...this.clients.keys()].filter((root) => !open.some(({ uri }) => isInside(root, uri.fsPath)));
    await Promise.all(gone.map((root) => this.stop(root)));
    for (const folder of open.filter(({ uri }) => isSite(uri.fsPath))) {
      this.start({ root: folder.uri.fsPath, folder });
    }
    vscode.workspace.textDocuments.forEach((document) => this.serve(document));
  }

  /** Starts the server of a document's site, if it is in one. */
  serve(document: vscode.TextDocument): void {
    const site = siteAt(document.uri);
    if (site !== undefined) {
      this.start(site);
    }
  }

  /** Stops all servers and starts them again, by the program that is named now. */
  async restart(): Promise<void> {
    await this.stopAll();
    await this.update();
  }

  /** Stops all servers. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.clients.keys()].map((root) => this.stop(root)));
  }

  dispose(): void {
    void this.stopAll();
  }

  private start(site: Site): void {
    if (!this.clients.has(site.root)) {
      this.clients.set(site.root, this.startClient(site));
    }
  }

  private async startClient({ root, folder }: Site): Promise<LanguageClient | undefined> {
    const program = locate(folder);
    if (program === undefined) {
      tellMissing();
      return undefined;
    }
    // An older program ends at once with a complaint, and would be started again and again.
    const canServe = await run(program, ["lsp", "--help"]).then(() => true, () => false);
    if (!canServe) {
      tellTooOld(program);
      return undefined;
    }
    const uri = vscode.Uri.file(root);
    const args = serverArguments(root);
    const client = new LanguageClient(
      "anecdote",
      "Anecdote",
      { command: program, args, options: { cwd: root } },
      {
        documentSelector: PATTERNS.map((pattern) => ({ scheme: "file", pattern: { baseUri: uri.toString(), pattern } })),
        workspaceFolder: { uri, name: folder.name, index: folder.index },
        diagnosticCollectionName: "anecdote",
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
      },
    );
    this.log.info(`${program} ${args.join(" ")}`);
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server of ${root} did not start: ${error}`);
    }
    return client;
  }

  private async stop(root: string): Promise<void> {
    const client = this.clients.get(root);
    this.clients.delete(root);
    try {
      await (await client)?.dispose();
    } catch (error) {
      this.log.warn(`The server of ${root} did not stop as it should: ${error}`);
    }
  }
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
}
