import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { mutableState } from './mutable-state.js';

const PACKAGE = ['lib', 'decorators', 'integrations'];
const LONGEST = 300;

describe('structure', () => {
  it(`has no file over ${LONGEST} lines`, () => {
    const long = sources([...PACKAGE, 'samples', 'monitoring']).filter(({ text }) => text.trimEnd().split('\n').length > LONGEST);
    expect(long.map(({ path }) => path)).to.deep.equal([]);
  });

  it('has kebab-case file names', () => {
    const odd = sources([...PACKAGE, 'samples', 'monitoring']).filter(
      ({ path }) => !/^([a-z\d]+(-[a-z\d]+)*\/)+[a-z\d]+(-[a-z\d]+)*(\.d)?\.(ts|mjs)$/.test(path),
    );
    expect(odd.map(({ path }) => path)).to.deep.equal([]);
  });

  it('has no process-wide mutable state', () => {
    expect(sources(PACKAGE).flatMap(({ path, text }) => mutableState(path, text))).to.deep.equal([]);
  });

  const MUTABLE = [
    'let count = 0;',
    'export var count = 0;',
    'const cache = new Map<string, string>();',
    'export const seen: Set<string> = new Set();',
    'const memo = new WeakMap();',
    'const memo: ReadonlyMap<object, object> = new WeakMap();',
    'const list = new Array(3);',
    'const list: string[] = [];',
    "const list = ['a'] satisfies string[];",
    'const registry: Record<string, string> = {};',
    'class A { static count = 0; }',
    'export class A { static readonly all = new Map(); }',
  ];
  for (const text of MUTABLE) {
    it(`takes for mutable: ${text}`, () => expect(mutableState('a.ts', text)).to.deep.equal(['a.ts:1']));
  }

  const CONSTANT = [
    "const list = ['a'] as const;",
    "const list: readonly string[] = ['a'];",
    "const list: ReadonlyArray<string> = ['a'];",
    "const names: ReadonlySet<string> = new Set(['a']);",
    "const names: ReadonlyMap<string, number> = new Map([['a', 1]]);",
    "const list = Object.freeze(['a']);",
    'const point = { x: 0 };',
    'declare let outside: number;',
    'function f() { let count = 0; const cache = new Map(); return [count, cache]; }',
    'class A { static readonly one = 1; static make() { return new A(); } all = new Map(); }',
  ];
  for (const text of CONSTANT) {
    it(`takes for constant: ${text}`, () => expect(mutableState('a.ts', text)).to.deep.equal([]));
  }
});

function sources(folders: readonly string[]): readonly { readonly path: string; readonly text: string }[] {
  const paths = globSync(folders.map((folder) => `${folder}/**/*.{ts,mjs}`));
  return paths.toSorted().map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}
