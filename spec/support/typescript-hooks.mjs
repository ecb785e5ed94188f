// Runs TypeScript in place: legacy or TC39 decorators, chosen per file, with decorator metadata and source maps.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const LEGACY = { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true };
const TC39 = { decoratorVersion: '2023-11', useDefineForClassFields: true };

process.setSourceMapsEnabled(true);

function transform(filename) {
  const source = readFileSync(filename, 'utf8');
  const tc39 = /[/\\]tc39[/\\]/.test(filename);
  const { code } = transformSync(source, {
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
  });
  return code;
}

registerHooks({
  resolve(specifier, context, next) {
    const relative = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    const url = relative ? new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL) : undefined;
    return url && existsSync(url) ? { url: url.href, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: transform(fileURLToPath(url)), shortCircuit: true };
  },
});
