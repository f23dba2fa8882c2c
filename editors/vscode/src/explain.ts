/** The command "Explain code": what `anecdote explain` says of a code, as a page. */

import * as vscode from "vscode";

import { locateOrTell } from "./locate";
import { codesIn, explainArguments, run } from "./program";

const SCHEME = "anecdote-explain";

export function explain(context: vscode.ExtensionContext): (code?: string) => Promise<void> {
  const texts = new Map<string, string>();
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: ({ path }) => texts.get(path) ?? "",
    }),
  );
  return async (given) => {
    // A code means the same everywhere: which site it is does not matter.
    const front = vscode.window.activeTextEditor?.document.uri;
    const folder = (front && vscode.workspace.getWorkspaceFolder(front)) ?? vscode.workspace.workspaceFolders?.[0];
    const program = locateOrTell(folder);
    if (program === undefined) {
      return;
    }
    try {
      const code = given ?? (await choose(program));
      if (code === undefined) {
        return;
      }
      const [title, ...rest] = (await run(program, explainArguments(code))).split(/\r?\n/);
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
      texts.set(uri.path, [`# ${title}`, ...rest].join("\n"));
      await vscode.commands.executeCommand("markdown.showPreview", uri);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Offers all codes, those that stand where the cursor is first. */
async function choose(program: string): Promise<string | undefined> {
  const here = new Set(codesAtCursor());
  const codes = codesIn(await run(program, explainArguments()));
  codes.sort((a, b) => Number(here.has(b.code)) - Number(here.has(a.code)));
  const items = codes.map(({ code, title }) => ({ label: code, description: title }));
  const placeHolder = "A code, or a word of what it is about";
  return (await vscode.window.showQuickPick(items, { title: "Explain code", placeHolder, matchOnDescription: true }))?.label;
}

function codesAtCursor(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return [];
  }
  const found = vscode.languages.getDiagnostics(editor.document.uri);
  const here = found.filter(({ range }) => range.intersection(editor.selection) !== undefined);
  return here.flatMap(({ code }) => {
    const value = typeof code === "object" ? code.value : code;
    return value === undefined ? [] : [String(value)];
  });
}
