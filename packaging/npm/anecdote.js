#!/usr/bin/env node
// Runs the program, which stands in a package of its own for each system: npm installs the one that fits.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const system = `${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "anecdote.exe" : "anecdote";

let program;
try {
  program = require.resolve(`anecdote-${system}/bin/${file}`);
} catch {
  const made = Object.keys(require("./package.json").optionalDependencies);
  console.error(
    made.includes(`anecdote-${system}`)
      ? `anecdote: the package anecdote-${system} is not installed. Install again without --omit=optional, and not from ` +
          "a node_modules folder or a lock file of another system."
      : `anecdote: there is no program for ${system} here. With Rust: cargo install anecdote`,
  );
  process.exit(1);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`anecdote: ${error.message}`);
  process.exit(1);
});
// The program decides what a signal means: `serve` ends in order. On Windows it hears of Ctrl-C itself, and `kill` would end it at once.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.platform === "win32" || child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
