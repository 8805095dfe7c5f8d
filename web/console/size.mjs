// Prints what a browser loads first, packed, and fails the build when it is more than was promised.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT = 300_000;
const dist = join(dirname(fileURLToPath(import.meta.url)), "dist");
const html = readFileSync(join(dist, "index.html"), "utf8");
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const packed = (file) => gzipSync(readFileSync(join(dist, file))).length;
const sizes = ["index.html", ...first].map((file) => [file, packed(file)]);
for (const [file, size] of sizes) {
  console.log(`${String(size).padStart(8)} B gzipped  ${file}`);
}
const later = readdirSync(join(dist, "assets"))
  .filter((file) => file.endsWith(".js") && !first.includes(`assets/${file}`))
  .reduce((sum, file) => sum + packed(join("assets", file)), 0);
const sum = sizes.reduce((total, [, size]) => total + size, 0);
console.log(`${String(sum).padStart(8)} B gzipped  first load, of at most ${LIMIT}; ${later} B come when they are wanted`);
if (sum > LIMIT) {
  console.error("The first load is too large: load pages when they are opened");
  process.exit(1);
}
