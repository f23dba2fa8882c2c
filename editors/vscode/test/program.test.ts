/** How the program is found and called. */

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { addressIn, codesIn, explainArguments, fileIn, findProgram, newStoryArguments, run, serverArguments } from "../src/program";
import { folder, program, site, skip } from "./real";

const NAME = process.platform === "win32" ? "anecdote.exe" : "anecdote";

function put(...parts: string[]): string {
  const file = path.join(...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

test("a name is looked for on the PATH, in order, and then where Cargo installs", (t) => {
  const at = folder(t);
  const [first, second, cargo] = ["first", "second", path.join("cargo", "bin")].map((name) => put(at, name, NAME));
  const env = { PATH: [path.join(at, "none"), path.join(at, "first"), path.join(at, "second")].join(path.delimiter) };
  assert.equal(findProgram({ setting: "anecdote", env }), first);
  assert.equal(findProgram({ setting: " ", env }), first);
  assert.equal(findProgram({ setting: "anecdote", env: { PATH: path.join(at, "second") } }), second);
  assert.equal(findProgram({ setting: "anecdote", env: { CARGO_HOME: path.join(at, "cargo") } }), cargo);
  assert.equal(findProgram({ setting: "anecdote", env: { CARGO_HOME: at } }), undefined);
});

test("folders of the PATH that depend on where one stands are passed over", (t) => {
  const at = folder(t);
  put(at, NAME);
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(at);
  for (const PATH of [".", "", `.${path.delimiter}`]) {
    assert.equal(findProgram({ setting: "anecdote", base: at, env: { PATH, CARGO_HOME: path.join(at, "x") } }), undefined);
  }
});

test("a path that is not whole begins in a trusted folder, and nowhere else", (t) => {
  const at = folder(t);
  const file = put(at, "tools", NAME);
  for (const setting of ["./tools/anecdote", "tools/anecdote", "${workspaceFolder}/tools/anecdote"]) {
    assert.equal(findProgram({ setting, base: at }), file, setting);
    assert.equal(findProgram({ setting, base: undefined }), undefined, setting);
  }
  assert.equal(findProgram({ setting: file, base: undefined }), file);
});

test("a folder, or a file that cannot be run, is no program", (t) => {
  const at = folder(t);
  mkdirSync(path.join(at, NAME));
  writeFileSync(path.join(at, "plain"), "");
  assert.equal(findProgram({ setting: path.join(at, NAME) }), undefined);
  if (process.platform !== "win32") {
    assert.equal(findProgram({ setting: path.join(at, "plain") }), undefined);
  }
});

test("what a person types never becomes an option", () => {
  const story = { title: "--root /", experience: "bad", brand: "-x" };
  const args = newStoryArguments("/site", story);
  assert.deepEqual(args.slice(0, 3), ["new", "--root", "/site"]);
  assert.deepEqual(args.slice(-5), ["--experience=bad", "--brand=-x", "--", "story", "--root /"]);
  assert.deepEqual(newStoryArguments("/site", { title: "A" }).slice(-3), ["--", "story", "A"]);
  assert.deepEqual(serverArguments("/site"), ["lsp", "--root", "/site"]);
});

test("the address of a preview is read from the line that says it", () => {
  const line = "Serving 26 pages at http://127.0.0.1:4041/ after 59 ms; Ctrl-C stops";
  assert.equal(addressIn(line), "http://127.0.0.1:4041/");
  assert.equal(addressIn(`\u001b[1m${line}\u001b[0m`), "http://127.0.0.1:4041/");
  assert.equal(addressIn("content/stories/a.md: changed, in 3 ms"), undefined);
});

test("a story is written where the program says", { skip }, async (t) => {
  const root = site(t);
  for (const title of ["The late parcel", "--drafts \"twice\" $HOME", "Größe ü"]) {
    const story = { title, experience: "bad", brand: "-corner & co" };
    const file = fileIn(await run(program ?? "", newStoryArguments(root, story)), root);
    assert.ok(file?.startsWith(path.join(root, "content", "stories")), file);
    const text = readFileSync(file ?? "", "utf8");
    assert.ok(text.includes(`title = ${JSON.stringify(title)}`), text);
    assert.ok(text.includes('experience = "bad"') && text.includes('brand = "-corner & co"'), text);
  }
});

test("what the program complains of is the error", { skip }, async (t) => {
  const root = site(t);
  const story = newStoryArguments(root, { title: "Twice" });
  await run(program ?? "", story);
  await assert.rejects(run(program ?? "", story), { message: "content/stories/twice.md is there already" });
});

test("codes are listed and explained", { skip }, async () => {
  const codes = codesIn(await run(program ?? "", explainArguments()));
  assert.ok(codes.length > 100 && codes.some(({ code }) => code === "E0504"));
  const text = await run(program ?? "", explainArguments("E0504"));
  assert.ok(text.startsWith("E0504: "), text);
});
