// Runs the TypeScript sources in place: `node --conditions=source --import ./spec/support/typescript-hooks.mjs <file>`.
// Types are removed, never checked (`npm run check:types` does). Needs Node >= 22.15 for synchronous hooks.
// What was compiled is kept in `node_modules/.cache`: specs start many programs, and compiling would be half of what each start costs.
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const LEGACY = { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true };
const TC39 = { decoratorVersion: '2023-11', useDefineForClassFields: true };

// A file has TC39 decorators when it lives in a folder `tc39`, imports MikroORM's TC39 entry, or carries the marker in a comment.
const TC39_FOLDER = /[/\\]tc39[/\\]/;
const TC39_SOURCE = /from '@mikro-orm\/decorators\/es'|^\s*(?:\/\/|\/?\*+).*@tc39\b/m;

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/typescript-hooks/', import.meta.url));
const require = createRequire(import.meta.url);
// Another compiler, or other options in this file, make other code of the same source.
const COMPILER = hash('sha256', readFileSync(fileURLToPath(import.meta.url)) + readFileSync(require.resolve('@swc/core/package.json')));

process.setSourceMapsEnabled(true);

registerHooks({
  /** `./x.js`, written in a TypeScript file, means `./x.ts`. */
  resolve(specifier, context, next) {
    const relative = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    const source = relative ? new URL(`${specifier.slice(0, -'.js'.length)}.ts`, context.parentURL) : undefined;
    return source && existsSync(source) ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    const path = url.startsWith('file:') ? new URL(url).pathname : '';
    if (!path.endsWith('.ts') || path.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: compile(fileURLToPath(url)), shortCircuit: true };
  },
});

/** One file for each source, of which the last line says what it was made of. */
function compile(filename) {
  const source = readFileSync(filename, 'utf8');
  const kept = `${CACHE}${hash('sha256', filename)}.js`;
  const made = `\n//${hash('sha256', COMPILER + source)}`;
  const code = existsSync(kept) ? readFileSync(kept, 'utf8') : '';
  return code.endsWith(made) ? code : keep(kept, transform(filename, source) + made);
}

/** Another process may be reading the file. Where nothing can be written, nothing is kept. */
function keep(path, code) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
  return code;
}

function transform(filename, source) {
  const tc39 = TC39_FOLDER.test(filename) || TC39_SOURCE.test(source);
  // Loaded only here: mostly everything is kept.
  const { transformSync } = require('@swc/core');
  return transformSync(source, {
    filename,
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      keepClassNames: true,
      transform: { ...(tc39 ? TC39 : LEGACY), verbatimModuleSyntax: true },
    },
  }).code;
}
