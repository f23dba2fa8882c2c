/** The command "Preview": `anecdote serve --drafts` in a terminal, and its address in a browser. */

import * as vscode from "vscode";

import { type Site, chooseSite, locateOrTell, nameOf } from "./locate";
import { startPreview } from "./serve";

interface Running {
  terminal: vscode.Terminal;
  address?: string;
  stop(): void;
}

export class Previews implements vscode.Disposable {
  private readonly running = new Map<string, Running>();

  /** Starts the preview of a site, or shows the one that runs. */
  async show(): Promise<void> {
    const site = vscode.workspace.isTrusted ? await chooseSite() : undefined;
    if (site === undefined) {
      return;
    }
    const running = this.running.get(site.root);
    if (running === undefined) {
      this.start(site);
      return;
    }
    running.terminal.show(true);
    if (running.address !== undefined) {
      await openBrowser(running.address);
    }
  }

  dispose(): void {
    for (const { stop } of this.running.values()) {
      stop();
    }
  }

  private start(site: Site): void {
    const program = locateOrTell(site.folder);
    if (program === undefined) {
      return;
    }
    const written = new vscode.EventEmitter<string>();
    const closed = new vscode.EventEmitter<void>();
    let hasEnded = false;
    const terminal = vscode.window.createTerminal({
      name: `Anecdote: ${nameOf(site)}`,
      iconPath: new vscode.ThemeIcon("open-preview"),
      pty: {
        onDidWrite: written.event,
        onDidClose: closed.event,
        open: () => {
          running.stop = startPreview(program, site.root, {
            printed: (text) => written.fire(text),
            ready: (address) => {
              running.address = address;
              void openBrowser(address);
            },
            ended: ({ code, isStopped }) => {
              hasEnded = true;
              this.running.delete(site.root);
              if (isStopped || code === 0) {
                closed.fire();
              } else {
                // What it complained of stays to be read.
                written.fire("\r\nThe preview has ended; any key closes this.\r\n");
              }
            },
          });
        },
        close: () => running.stop(),
        handleInput: (typed: string) => {
          if (hasEnded) {
            closed.fire();
          } else if (typed.includes("\u0003")) {
            running.stop();
          }
        },
      },
    });
    const running: Running = { terminal, stop: () => {} };
    this.running.set(site.root, running);
    terminal.show(true);
  }
}

/**
 * The preview answers no page in a frame, which the editor's simple browser is. The editor's integrated browser, where there
 * is one, shows pages as a tab of any browser does; else it is the browser of the system.
 */
async function openBrowser(address: string): Promise<void> {
  const uri = vscode.Uri.parse(address);
  const integrated = "workbench.action.browser.open";
  if ((await vscode.commands.getCommands(true)).includes(integrated)) {
    // On another machine, what serves there has an address here.
    const here = await vscode.env.asExternalUri(uri);
    await vscode.commands.executeCommand(integrated, here.toString(true));
  } else {
    await vscode.env.openExternal(uri);
  }
}
