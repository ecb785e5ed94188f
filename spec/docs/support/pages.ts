import { globSync, readFileSync } from 'node:fs';

/** A Markdown page of the documentation. */
export interface Page {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** All pages, those at the root included. */
export const pages: readonly Page[] = [...globSync('*.md'), ...globSync('docs/**/*.md')]
  .toSorted()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** The text of one page. */
export function pageText(path: string): string {
  const page = pages.find((each) => each.path === path);
  if (!page) throw new Error(`There is no ${path}.`);
  return page.text;
}
