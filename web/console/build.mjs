// Installs, checks, tests and builds the console, and skips all of it when nothing that goes in has changed since it last
// went through. What goes in: every file of this folder but the output, the server's
// OpenAPI document, the Node version; what came out must still be
// there as it was. The stamp is written last, so that a build that broke off is done again.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const modules = join(root, "node_modules");
const stamp = join(root, "..", "target", "console.stamp");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function filesOf(folder, leftOut) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !leftOut.includes(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path, []) : [path];
    });
}

function digest(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.update(more.join("\0")).digest("hex");
}

const document = join(root, "..", "src", "main", "resources", "META-INF", "openapi.yaml");
const generated = join(root, "src", "api", "schema.d.ts");
const own = filesOf(root, ["dist", "node_modules"]).filter((file) => file !== generated);
const sources = digest([...own, document], process.version);
const lock = digest([join(root, "package-lock.json")], process.version);
const built = () => (existsSync(dist) ? digest(filesOf(dist, [])) : "none");

const known = existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : {};
if (known.sources === sources && known.built === built()) {
  console.log("Console: unchanged since it was tested and built");
} else {
  const run = (...args) => execFileSync(npm, args, { cwd: root, stdio: "inherit" });
  rmSync(stamp, { force: true });
  if (known.lock !== lock || !existsSync(join(modules, ".package-lock.json"))) {
    run("ci", "--prefer-offline", "--no-audit", "--no-fund");
  }
  run("test");
  run("run", "build");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ sources, lock, built: built() }));
}
