// Runs the TypeScript sources in place: `node --conditions=source --import ./spec/support/typescript-hooks.mjs <file>`.
// Types are removed, never checked (`npm run check:types` does). Needs Node >= 22.15 for synchronous hooks.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const LEGACY = { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true };
const TC39 = { decoratorVersion: '2023-11', useDefineForClassFields: true };

// A file has TC39 decorators when it lives in a folder `tc39`, imports MikroORM's TC39 entry, or carries the marker in a comment.
const TC39_FOLDER = /[/\\]tc39[/\\]/;
const TC39_SOURCE = /from '@mikro-orm\/decorators\/es'|^\s*(?:\/\/|\/?\*+).*@tc39\b/m;

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

function compile(filename) {
  const source = readFileSync(filename, 'utf8');
  const tc39 = TC39_FOLDER.test(filename) || TC39_SOURCE.test(source);
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
