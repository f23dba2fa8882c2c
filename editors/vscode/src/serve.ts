/** A preview that runs: `anecdote serve`, and what it says. Nothing here knows of the editor. */

import { spawn } from "node:child_process";

import { addressIn, previewArguments } from "./program";

/** Who is told of a preview. */
export interface Listener {
  /** What it printed, as a terminal takes it. */
  printed(text: string): void;
  /** It serves, at this address. */
  ready(address: string): void;
  /** It has ended: by itself, or because it was stopped. */
  ended(how: { code: number | null; isStopped: boolean }): void;
}

/** Starts the preview of a site; the function that comes back stops it. */
export function startPreview(program: string, root: string, listener: Listener): () => void {
  const child = spawn(program, previewArguments(root), { cwd: root, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  let isStopped = false;
  let hasEnded = false;
  let isReady = false;
  let line = "";
  const end = (code: number | null) => {
    if (!hasEnded) {
      hasEnded = true;
      listener.ended({ code, isStopped });
    }
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => listener.printed(text.replace(/\r?\n/g, "\r\n")));
  }
  child.stdout.on("data", (text: string) => {
    if (isReady) {
      return;
    }
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    const address = lines.map(addressIn).find((found) => found !== undefined);
    if (address !== undefined) {
      isReady = true;
      listener.ready(address);
    }
  });
  child.on("error", (error) => {
    listener.printed(`${error.message}\r\n`);
    end(null);
  });
  child.on("close", end);
  return () => {
    isStopped = true;
    child.kill("SIGINT");
  };
}
