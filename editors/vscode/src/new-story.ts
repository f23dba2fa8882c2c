/** The command "New story": a few questions, and a file that `anecdote new` writes. */

import * as vscode from "vscode";

import { chooseSite, locateOrTell } from "./locate";
import { type Story, fileIn, newStoryArguments, run } from "./program";
import { brandsOf } from "./sites";

/** What was answered; `undefined` where somebody left without an answer. */
type Answer = { is: string | undefined } | undefined;

export async function newStory(): Promise<void> {
  const site = await chooseSite();
  const program = site && locateOrTell(site.folder);
  if (site === undefined || program === undefined) {
    return;
  }
  const story = await ask(brandsOf(site.root));
  if (story === undefined) {
    return;
  }
  try {
    const file = fileIn(await run(program, newStoryArguments(site.root, story)), site.root);
    if (file !== undefined) {
      const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
      const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
      editor.selection = new vscode.Selection(end, end);
    }
  } catch (error) {
    void vscode.window.showErrorMessage(`The story was not written: ${error instanceof Error ? error.message : error}`);
  }
}

async function ask(brands: string[]): Promise<Story | undefined> {
  const title = await vscode.window.showInputBox({
    title: "New story",
    prompt: "Its title",
    validateInput: (text) => (/[\p{L}\p{N}]/u.test(text) ? undefined : "A title needs at least one letter or digit."),
  });
  const experience = title === undefined ? undefined : await choose("How was it?", ["good", "bad", "mixed"]);
  const brand = experience === undefined ? undefined : await askBrand(brands);
  if (title === undefined || experience === undefined || brand === undefined) {
    return undefined;
  }
  return { title, experience: experience.is, brand: brand.is };
}

async function askBrand(brands: string[]): Promise<Answer> {
  const other = "Another name…";
  const chosen = await choose("With which brand?", brands, [other]);
  if (chosen?.is !== other) {
    return chosen;
  }
  const name = await vscode.window.showInputBox({ title: "With which brand?", prompt: "A brand's slug, or any name" });
  return name === undefined ? undefined : { is: name.trim() || undefined };
}

async function choose(title: string, words: string[], others: string[] = []): Promise<Answer> {
  const later = "to be said later";
  const chosen = await vscode.window.showQuickPick([...words, ...others, later], { title });
  return chosen === undefined ? undefined : { is: chosen === later ? undefined : chosen };
}
