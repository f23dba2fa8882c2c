/** Which folders are sites, which of their files the language server reads, and what they hold. Nothing here knows of the editor. */

import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** The file that makes a folder a site. */
export const CONFIG = "anecdote.toml";

/** The files of a site that the language server reads, as patterns below its folder. */
export const PATTERNS = [
  CONFIG,
  "content/**/*.{md,markdown,mdown,mdwn,mdx,mkd,mkdn}",
  "data/**/*.{toml,yaml,yml,json,csv}",
];

/** Folders in which no site of one's own stands. */
export const NOT_SITES = "**/{.*,node_modules,target,public}/**";

/** Whether a folder is a site. */
export function isSite(folder: string): boolean {
  try {
    return statSync(path.join(folder, CONFIG)).isFile();
  } catch {
    return false;
  }
}

/** Whether a path is a folder, or lies in it. */
export function isInside(file: string, folder: string): boolean {
  const inside = path.relative(folder, file);
  return inside !== ".." && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}

/** The site of a file: the nearest folder above it that is one, up to the folder that is open. */
export function siteOf(file: string, open: string): string | undefined {
  if (!isInside(file, open)) {
    return undefined;
  }
  let folder = path.dirname(file);
  while (!isSite(folder)) {
    if (path.relative(open, folder) === "" || path.dirname(folder) === folder) {
      return undefined;
    }
    folder = path.dirname(folder);
  }
  return folder;
}

/** The folders of config files, the outermost first. */
export function foldersOf(configs: string[]): string[] {
  const depth = (folder: string) => folder.split(path.sep).length;
  const folders = [...new Set(configs.map((file) => path.dirname(file)))];
  return folders.sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
}

/** The slugs of a site's brands: the names of the files in `content/brands/`, and of folders that hold an `index.md`. */
export function brandsOf(root: string): string[] {
  const folder = path.join(root, "content", "brands");
  const slugs = entriesOf(folder).flatMap((entry) => {
    if (entry.isDirectory()) {
      return entriesOf(path.join(folder, entry.name)).some((inner) => inner.name === "index.md") ? [entry.name] : [];
    }
    // A translation is the same brand: tally.es.md.
    const slug = entry.name.match(/^([^_.][^.]*)(?:\.[\w-]+)?\.md$/)?.[1];
    return slug === undefined ? [] : [slug];
  });
  return [...new Set(slugs)].sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
