/** The language server of the real program, called as the extension calls it. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import {
  type Diagnostic,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from "vscode-languageserver-protocol/node";

import { serverArguments } from "../src/program";
import { program, site, skipServer } from "./real";

test("a mistake in a story is said while it is open, and the server ends when it is asked to", { skip: skipServer, timeout: 60_000 }, async (t) => {
  const root = site(t);
  const file = path.join(root, "content", "stories", "the-form.md");
  const text = readFileSync(file, "utf8").replace(/^experience = .*$/m, 'experience = "goood"');
  writeFileSync(file, text);

  const server = spawn(program ?? "", serverArguments(root), { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => server.kill());
  const ended = new Promise<number | null>((done) => server.on("close", done));
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const uri = pathToFileURL(file).href;
  const found = new Promise<Diagnostic[]>((done, failed) => {
    void ended.then((code) => failed(new Error(`the server ended with ${code}`)));
    connection.onNotification(PublishDiagnosticsNotification.type, (all) => {
      if (all.uri === uri && all.diagnostics.length > 0) {
        done(all.diagnostics);
      }
    });
  });
  // Where the test fails earlier, nobody waits for it.
  found.catch(() => {});
  connection.listen();

  const rootUri = pathToFileURL(root).href;
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    capabilities: {},
    workspaceFolders: [{ uri: rootUri, name: "my stories" }],
  });
  assert.ok(capabilities.textDocumentSync);
  await connection.sendNotification(InitializedNotification.type, {});
  const textDocument = { uri, languageId: "markdown", version: 1, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const line = text.split("\n").findIndex((line) => line.startsWith("experience"));
  const mistake = (await found).find(({ code }) => code === "E0102");
  assert.equal(mistake?.range.start.line, line);

  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0);
});
