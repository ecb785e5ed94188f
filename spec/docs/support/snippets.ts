import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { codeBlocks } from '../../support/code-blocks.js';
import { pages } from './pages.js';

/**
 * A TypeScript block of a page, by the words after `ts` in its fence:
 *
 * - none: it has to type-check. What it uses and does not declare or import comes from the prelude.
 * - `run`: it also runs, and prints what the comments behind its `console.log(…);` say.
 * - `tc39`: it is compiled with TC39 decorators, and imports all that it uses.
 * - `file=book.ts`: other blocks of the page may import it as `./book.js`.
 * - `file=samples/quickstart/book.ts`: it is that file of the project, and nothing else.
 */
export interface Snippet {
  readonly page: string;
  /** Of the fence, so that the code begins on the next one. */
  readonly line: number;
  readonly code: string;
  readonly run: boolean;
  readonly tc39: boolean;
  /** Where it is written for the compiler. */
  readonly path: string;
}

/** A block that is a file of the project. */
export interface Excerpt {
  readonly page: string;
  readonly line: number;
  readonly code: string;
  readonly file: string;
}

const FOLDER = 'spec/docs/.snippets';
const PRELUDE = 'spec/docs/preludes/bookshop.ts';

const blocks = pages.flatMap(({ path, text }) => codeBlocks(text).map((block) => ({ page: path, ...block })));

/** The blocks that quote files of the project, of whatever language. */
export const excerpts: readonly Excerpt[] = blocks.flatMap(({ page, line, code, file }) =>
  file?.includes('/') ? [{ page, line, code, file }] : [],
);

/** The TypeScript blocks of all pages. */
export const snippets: readonly Snippet[] = blocks
  .filter(({ language, file }) => language === 'ts' && !file?.includes('/'))
  .map(({ page, line, code, info, file = `line-${line}.ts` }) => {
    const words = info.split(' ');
    const tc39 = words.includes('tc39');
    const folder = join(FOLDER, page.replace(/\.md$/, '').replaceAll('/', '-'), tc39 ? 'tc39' : '');
    return { page, line, code, run: words.includes('run'), tc39, path: join(folder, file) };
  });

/** Writes the snippets as modules, with a configuration for each kind of decorators; gives the paths of these. */
export function writeSnippets(): readonly string[] {
  removeSnippets();
  const names = exportsOf(readFileSync(PRELUDE, 'utf8'));
  for (const snippet of snippets) {
    mkdirSync(dirname(snippet.path), { recursive: true });
    writeFileSync(snippet.path, `${preludeOf(snippet, names)}\n${snippet.code}`);
  }
  return [false, true].map((tc39) => {
    const config = join(FOLDER, tc39 ? 'tsconfig.tc39.json' : 'tsconfig.json');
    const files = snippets.filter((each) => each.tc39 === tc39).map(({ path }) => relative(FOLDER, path));
    writeFileSync(config, JSON.stringify({ extends: resolve(tc39 ? 'tsconfig.tc39.json' : 'tsconfig.json'), include: [], files }));
    return config;
  });
}

/** Removes what was written. */
export function removeSnippets(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** One line, so that line numbers stay those of the page. */
function preludeOf({ code, path, tc39 }: Snippet, names: readonly string[]): string {
  if (tc39) return 'export {};';
  const own = new Set(declaredIn(code));
  const used = names.filter((name) => !own.has(bare(name)) && new RegExp(`\\b${bare(name)}\\b`).test(code));
  const from = relative(dirname(path), PRELUDE).replace(/\.ts$/, '.js');
  return used.length === 0 ? 'export {};' : `import { ${used.join(', ')} } from '${from}';`;
}

const bare = (name: string): string => name.replace('type ', '');

/** The names that a module exports, `type` in front of those that are types only. */
function exportsOf(source: string): readonly string[] {
  const declared = [...source.matchAll(/^export (?:abstract )?(?:const|class|enum|function) (\w+)/gm)].map(([, name = '']) => name);
  const passed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(',').map(exportedName));
  return [...declared, ...passed].filter((name) => name !== '');
}

/** `type A as B` gives `type B`: what importers write. */
const exportedName = (entry: string): string => entry.trim().replace(/\w+ as (\w+)$/, '$1');

/** The names that the code declares or imports at its top level. */
function declaredIn(code: string): readonly string[] {
  const single = [...code.matchAll(/^(?:export )?(?:async )?(?:const|let|class|enum|function|interface|type) (\w+)/gm)];
  const lists = [...code.matchAll(/^(?:import (?:type |\w+, )?|const )\{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','));
  const defaults = [...code.matchAll(/^import (\w+)/gm)];
  const named = lists.map((each) =>
    each
      .trim()
      .replace(/^type /, '')
      .replace(/^.*(?: as |: )/, ''),
  );
  return [...[...single, ...defaults].map(([, name = '']) => name), ...named];
}

/** Errors of the compiler, at their place in the page. */
export function placed(output: string): string {
  return output.replace(/^(\S*\.snippets\/\S+\.ts)\((\d+),/gm, (all, path: string, line: string) => {
    const snippet = snippets.find((each) => resolve(each.path) === resolve(path));
    return snippet ? `${snippet.page}:${snippet.line + Number(line) - 1} (` : all;
  });
}
