/**
 * Where the program is, and what it is called with. Nothing here knows of the editor.
 *
 * The program is always started by its whole path and without a shell: on Windows, a bare name would also be looked for in
 * the folder in which it is started, which is the site's, and may be anybody's.
 */

import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** What decides where the program is looked for. */
export interface Search {
  /** The setting `anecdote.path`. */
  setting: string;
  /** The folder at which a path that is not whole begins; none where a folder's own files must not be run. */
  base?: string | undefined;
  env?: NodeJS.ProcessEnv;
}

/** The program's whole path; `undefined` if it is not there. */
export function findProgram({ setting, base, env = process.env }: Search): string | undefined {
  const named = setting.trim() || "anecdote";
  const inHome = named.replace(/^~(?=$|[/\\])/, () => homedir());
  const whole = inHome.replace("${workspaceFolder}", () => base ?? "");
  if (whole !== inHome && base === undefined) {
    return undefined;
  }
  if (path.isAbsolute(whole)) {
    return programAt(whole);
  }
  if (/[/\\]/.test(whole)) {
    return base === undefined ? undefined : programAt(path.resolve(base, whole));
  }
  // Where Cargo installs is looked at as well: an editor that was not started from a shell may not know it.
  const cargo = path.join(env["CARGO_HOME"] || path.join(homedir(), ".cargo"), "bin");
  const folders = [...(env["PATH"] ?? env["Path"] ?? "").split(path.delimiter), cargo];
  for (const folder of folders.filter((folder) => path.isAbsolute(folder))) {
    const found = programAt(path.join(folder, whole));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The file that a path names, if it can be run; on Windows it may be named without its `.exe`. */
function programAt(file: string): string | undefined {
  const isWindows = process.platform === "win32";
  const names = isWindows && !/\.exe$/i.test(file) ? [`${file}.exe`] : [file];
  return names.find((name) => {
    try {
      accessSync(name, constants.X_OK);
      return statSync(name).isFile();
    } catch {
      return false;
    }
  });
}

/** `anecdote lsp`: the language server of one site, over standard input and output. */
export function serverArguments(root: string): string[] {
  return ["lsp", "--root", root];
}

/** `anecdote serve`: the preview of one site, with its drafts. */
export function previewArguments(root: string): string[] {
  return ["serve", "--root", root, "--drafts", "--color", "always"];
}

/** What is known of a story before its words. */
export interface Story {
  title: string;
  /** `good`, `bad` or `mixed`; not yet said if there is none. */
  experience?: string | undefined;
  /** The brand's slug, or any name. */
  brand?: string | undefined;
}

/** `anecdote new story`. What a person typed never stands where an option could. */
export function newStoryArguments(root: string, { title, experience, brand }: Story): string[] {
  const options = ["--root", root, "--color", "never", "--yes"];
  if (experience !== undefined) {
    options.push(`--experience=${experience}`);
  }
  if (brand !== undefined) {
    options.push(`--brand=${brand}`);
  }
  return ["new", ...options, "--", "story", title];
}

/** `anecdote explain`: one code, or the list of all. */
export function explainArguments(code?: string): string[] {
  return code === undefined ? ["explain"] : ["explain", "--", code];
}

/** Runs the program to its end, and gives what it printed; what it complains of is the error. */
export function run(program: string, args: string[]): Promise<string> {
  return new Promise((done, failed) => {
    execFile(program, args, { windowsHide: true }, (error, printed, complaint) => {
      if (error === null) {
        done(printed);
      } else {
        failed(new Error(complaint.trim().replace(/^error: /, "") || error.message));
      }
    });
  });
}

/** The address at which a preview says that it serves; `undefined` in any other line. */
export function addressIn(line: string): string | undefined {
  return withoutColours(line).match(/^Serving .* at (https?:\/\/\S+) after /)?.[1];
}

/** The file that `anecdote new` says it wrote. */
export function fileIn(printed: string, root: string): string | undefined {
  const line = withoutColours(printed).split(/\r?\n/).find((line) => line.trim() !== "");
  return line === undefined ? undefined : path.resolve(root, line.trim());
}

/** The codes and titles that `anecdote explain` lists. */
export function codesIn(printed: string): { code: string; title: string }[] {
  const lines = withoutColours(printed).split(/\r?\n/).map((line) => line.match(/^([EW]\d{4}) +(.*)$/));
  return lines.flatMap((found) => (found ? [{ code: found[1] ?? "", title: found[2] ?? "" }] : []));
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
