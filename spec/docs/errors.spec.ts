import { globSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { clientCode, type ErrorKind } from '../../lib/plugin.js';

interface Entry {
  readonly code: string;
  readonly kind: ErrorKind;
}

describe('docs/errors.md', () => {
  const sources = globSync('{lib,integrations,decorators}/**/*.ts').map((file) => withoutComments(readFileSync(file, 'utf8')));
  const defined = sources.flatMap((text): readonly Entry[] =>
    [...text.matchAll(/code: '(GM_\w+)',\s+kind: '(\w+)'/g)].map(([, code = '', kind = '']) => ({ code, kind: kind as ErrorKind })),
  );
  const page = readFileSync('docs/errors.md', 'utf8');
  const sections = page.split(/^(?=### )/m).slice(1);
  const described = sections.map((section) => ({ section, code: /^### (.*)$/m.exec(section)?.[1] ?? '' }));

  it('sees every error that the sources define', () => {
    const calls = sources.map((text) => text.match(/= defineError[<(]/g)?.length ?? 0).reduce((sum, each) => sum + each, 0);
    // BootError is a class of its own.
    expect(defined).to.have.length(calls + 1);
    expect(defined.map(({ code }) => code)).to.include('GM_BOOT_FAILED');
  });

  it('has every code once', () => {
    expect(new Set(defined.map(({ code }) => code)).size).to.equal(defined.length);
    expect(new Set(described.map(({ code }) => code)).size).to.equal(described.length);
  });

  it('describes each defined error, and no other', () => {
    expect(described.map(({ code }) => code)).to.have.members(defined.map(({ code }) => code));
  });

  it('tells the kind, the meaning, the cause and the cure of each', () => {
    const kinds = new Map(defined.map(({ code, kind }) => [code, kind]));
    for (const { code, section } of described) {
      expect(section, code).to.match(/^### GM_\w+\n\n`(\w+)`\. \S.*\n\n- \*\*Cause\*\*: \S.*\n- \*\*Cure\*\*: \S.*\n/s);
      expect(/^`(\w+)`/m.exec(section)?.[1], code).to.equal(kinds.get(code));
    }
  });

  it('tells the code that clients see for each kind', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(([, kind = '', code]) => ({ kind: kind as ErrorKind, code }));
    for (const { kind, code } of rows) expect(code, kind).to.equal(clientCode(kind));
    expect(rows.map(({ kind }) => kind)).to.include.members(defined.map(({ kind }) => kind));
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*\*.*?\*\//gs, '');
}
