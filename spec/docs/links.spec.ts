import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';
import { pages, type Page } from './support/pages.js';

interface Link {
  /** `page:line`. */
  readonly place: string;
  /** From the root of the project. */
  readonly path: string;
  readonly anchor: string | undefined;
}

describe('the links of the documentation', () => {
  const links = pages.flatMap(linksOf);

  it('are found', () => {
    expect(links.length).to.be.above(50);
    expect(
      linksOf({ path: 'docs/a.md', text: 'x\n[b](../b.md#c) `[no](d.md)` [web](https://example.com) ![i](i.png)\n[e](#f)' }),
    ).to.deep.equal([
      { place: 'docs/a.md:2', path: 'b.md', anchor: 'c' },
      { place: 'docs/a.md:2', path: 'docs/i.png', anchor: undefined },
      { place: 'docs/a.md:3', path: 'docs/a.md', anchor: 'f' },
    ]);
  });

  it('lead to files', () => {
    const broken = links.filter(({ path }) => !existsSync(path)).map(({ place, path }) => `${place} ${path}`);
    expect(broken).to.deep.equal([]);
  });

  it('lead to headings', () => {
    const anchored = links.filter(({ path, anchor }) => anchor !== undefined && path.endsWith('.md') && existsSync(path));
    const broken = anchored.filter(({ path, anchor = '' }) => !anchorsOf(readFileSync(path, 'utf8')).includes(anchor));
    expect(broken.map(({ place, path, anchor }) => `${place} ${path}#${String(anchor)}`)).to.deep.equal([]);
  });

  it('lead to every guide from the overview', () => {
    const overview = 'docs/guides/README.md';
    const linked = new Set(links.filter(({ place }) => place.startsWith(`${overview}:`)).map(({ path }) => path));
    const guides = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/guides/') && path !== overview);
    expect(guides.filter((path) => !linked.has(path))).to.deep.equal([]);
  });
});

/** The relative links of a page, code left out. */
function linksOf({ path, text }: Page): readonly Link[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^()\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/i.test(target))
        .map((target): Link => {
          const [file = '', anchor] = target.split('#');
          return { place: `${path}:${index + 1}`, path: file === '' ? path : normalize(join(dirname(path), file)), anchor };
        }),
    );
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  const headings = [...withoutCode(text, /^ *```.*?^ *```$/gms).matchAll(/^#{1,6} (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Keeps the number of lines. */
function withoutCode(text: string, code = /^ *```.*?^ *```$|`[^`\n]*`/gms): string {
  return text.replace(code, (all) => all.replace(/[^\n]/g, ''));
}
