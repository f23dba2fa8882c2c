/**
 * Builds the extension: all of src/ and of what it depends on in one file, dist/extension.js, and beside it the licences of
 * what others wrote. With --small it is minified, as it is packed; with --tests the tests are built as well, into out/.
 */

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  // The Node of the oldest editor that package.json allows.
  target: "node20",
  format: "cjs",
  logLevel: "warning",
};

/** The licences of the packages from which files came into a bundle, by name. */
async function licences(metafile) {
  const folders = Object.keys(metafile.inputs).map((input) => input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
  const texts = [...new Set(folders)].filter(Boolean).map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
    if (file === undefined) {
      throw new Error(`${name} brings no licence`);
    }
    return `${name} ${version}\n\n${(await readFile(path.join(folder, file), "utf8")).trim()}\n`;
  });
  return (await Promise.all(texts)).sort().join(`\n${"-".repeat(80)}\n\n`);
}

await rm("dist", { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  external: ["vscode"],
  metafile: true,
  minify: process.argv.includes("--small"),
});
await writeFile("dist/third-party.txt", await licences(metafile));

if (process.argv.includes("--tests")) {
  await rm("out", { recursive: true, force: true });
  await mkdir("out");
  const tests = (await readdir("test")).filter((file) => file.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((file) => path.join("test", file)), outdir: "out", sourcemap: "inline" });
}
