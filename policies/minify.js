// Shrinks the compiled package when it is packed. npm runs `prepare` for that as well as for an installation, so only
// `npm pack` and `npm publish` shrink anything; `postpack` compiles again, so that a work tree keeps code that can be read.
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, 'dist');

async function run() {
  // Loaded here: an installation without development packages compiles nothing and has no need of it.
  const { minify } = require('terser');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  let before = 0;
  let after = 0;
  for (const name of files) {
    const text = readFileSync(join(dist, name), 'utf8');
    const { code } = await minify(text, {
      ecma: 2020,
      toplevel: true,
      compress: { passes: 2 },
      format: { comments: false },
    });
    writeFileSync(join(dist, name), code);
    before += text.length;
    after += code.length;
  }
  console.error(
    `${files.length} files: ${Math.round(before / 1000)} kB became ${Math.round(after / 1000)} kB.`,
  );
}

if (['pack', 'publish'].includes(process.env.npm_command ?? '') || !process.argv.includes('--if-packing'))
  run();
