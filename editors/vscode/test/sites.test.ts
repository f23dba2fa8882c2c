/** Which folders are sites, and what they hold. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { brandsOf, foldersOf, isInside, siteOf } from "../src/sites";
import { folder, site, skip } from "./real";

function put(...parts: string[]): string {
  const file = path.join(...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
}

test("a file's site is the nearest folder above it that holds a config, within what is open", (t) => {
  const at = folder(t);
  put(at, "anecdote.toml");
  put(at, "open", "inner", "anecdote.toml");
  const open = path.join(at, "open");
  const story = put(open, "inner", "content", "stories", "a.md");
  assert.equal(siteOf(story, open), path.join(open, "inner"));
  assert.equal(siteOf(story, at), path.join(open, "inner"));
  assert.equal(siteOf(path.join(open, "inner", "anecdote.toml"), open), path.join(open, "inner"));
  assert.equal(siteOf(path.join(open, "README.md"), at), at);
  assert.equal(siteOf(path.join(open, "README.md"), open), undefined);
  assert.equal(siteOf(path.join(at, "content", "a.md"), open), undefined);
});

test("a folder called anecdote.toml makes no site", (t) => {
  const at = folder(t);
  mkdirSync(path.join(at, "anecdote.toml"));
  assert.equal(siteOf(path.join(at, "a.md"), at), undefined);
});

test("a folder whose name begins with another's is not in it", () => {
  assert.ok(isInside(path.resolve("a"), path.resolve("a")));
  assert.ok(isInside(path.resolve("a", "..b"), path.resolve("a")));
  assert.ok(!isInside(path.resolve("ab"), path.resolve("a")));
  assert.ok(!isInside(path.resolve("."), path.resolve("a")));
});

test("sites are listed once, the outermost first", () => {
  const files = ["b/inner/anecdote.toml", "b/anecdote.toml", "a/anecdote.toml", "a/anecdote.toml"].map((file) => path.normalize(file));
  assert.deepEqual(foldersOf(files), ["a", "b", path.join("b", "inner")]);
});

test("brands are files and folders, once for all languages", (t) => {
  const at = folder(t);
  for (const name of ["tally.md", "tally.es.md", "casa-oliva.md", "logo.svg", "_index.md", "notes.txt", "dir/index.md", "pictures/a.jpg"]) {
    put(at, "content", "brands", name);
  }
  assert.deepEqual(brandsOf(at), ["casa-oliva", "dir", "tally"]);
  assert.deepEqual(brandsOf(path.join(at, "none")), []);
});

test("the brand of a new site is found", { skip }, (t) => {
  assert.deepEqual(brandsOf(site(t)), ["corner-books"]);
});
