/** What tests with the real program need: the program, and a site that it makes. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

import { findProgram } from "../src/program";

/** The program: that of the variable ANECDOTE, or one that Cargo built here, or an installed one. */
export const program = [process.env["ANECDOTE"], ...builtHere(), "anecdote"]
  .flatMap((setting) => (setting ? [findProgram({ setting })] : []))
  .find((found) => found !== undefined);

/** Why tests with the real program are passed over, if they are. */
export const skip = program === undefined ? "no program: build it, or name it in the variable ANECDOTE" : false;

/** Why tests of the language server are passed over, if they are. */
export const skipServer = skip || (hasServer() ? false : `${program} has no language server`);

function builtHere(): string[] {
  // Tests run in editors/vscode/.
  const target = process.env["CARGO_TARGET_DIR"] ?? path.resolve("..", "..", "target");
  return ["debug", "release"].map((profile) => path.join(target, profile, "anecdote"));
}

function hasServer(): boolean {
  try {
    execFileSync(program ?? "", ["lsp", "--help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A folder that goes with the test. */
export function folder(test: TestContext): string {
  const made = realpathSync(mkdtempSync(path.join(tmpdir(), "anecdote-vscode-")));
  test.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A new site, as `anecdote init` makes it. */
export function site(test: TestContext): string {
  const root = path.join(folder(test), "my stories");
  execFileSync(program ?? "", ["init", root], { stdio: "ignore" });
  if (!existsSync(root)) {
    throw new Error("no site was made");
  }
  return root;
}
