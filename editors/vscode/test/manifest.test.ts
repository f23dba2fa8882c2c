/** What package.json promises to the editor is what the sources do. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const sources = readdirSync("src").map((file) => readFileSync(path.join("src", file), "utf8")).join("\n");

test("every command that is offered is there, and the other way round", () => {
  const offered = manifest.contributes.commands.map(({ command }: { command: string }) => command).sort();
  const registered = [...sources.matchAll(/registerCommand\("([^"]+)"/g)].map((found) => found[1]).sort();
  assert.deepEqual(registered, offered);
});

test("no setting of a folder that is not trusted can name the program", () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, "limited");
  assert.ok(untrustedWorkspaces.restrictedConfigurations.includes("anecdote.path"));
});

test("the licences of all that is in the bundle are packed with it", () => {
  const notices = readFileSync(path.join("dist", "third-party.txt"), "utf8");
  for (const name of ["vscode-languageclient", "vscode-jsonrpc", "semver", "minimatch"]) {
    assert.match(notices, new RegExp(`^${name} \\d`, "m"));
  }
});
