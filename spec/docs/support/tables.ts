import { readFileSync } from 'node:fs';
import { pageText } from './pages.js';

/** A row of a table: the names in its first cell that are set as code, and the text of the others. */
export interface TableRow {
  readonly names: readonly string[];
  readonly cells: readonly string[];
}

/** The rows of the table of a page whose first head is the given text. */
export function tableOf(page: string, head: string): readonly TableRow[] {
  const lines = pageText(page).split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (start < 0) throw new Error(`${page} has no table with the head "${head}".`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => {
    const [first = '', ...cells] = line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    return { names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), cells: [first, ...cells] };
  });
}

/** The names of a table's first column. */
export const namesIn = (page: string, head: string): readonly string[] => tableOf(page, head).flatMap(({ names }) => names);

/** The numbers of a table's second column, by the names of its first. */
export function numbersIn(page: string, head: string): Readonly<Record<string, number>> {
  const entries = tableOf(page, head).flatMap(({ names, cells }) => names.map((name) => [name, Number(cells[1]?.replaceAll(',', ''))]));
  return Object.fromEntries(entries) as Record<string, number>;
}

/** The members of an interface, with what their comment says is the default. */
export function membersOf(file: string, name: string): ReadonlyMap<string, string | undefined> {
  const text = readFileSync(file, 'utf8');
  const body = new RegExp(`export interface ${name}\\b[^{]*\\{\\n(.*?)\\n\\}`, 's').exec(text)?.[1];
  if (body === undefined) throw new Error(`${file} has no interface ${name}.`);
  const members = body.matchAll(/(?:^ {2}\/\*\*((?:(?!\*\/).)*)\*\/\n)?^ {2}(?:readonly )?(\w+)\??[:(]/gms);
  return new Map([...members].map(([, comment, member = '']) => [member, /Default: (.*?)[.;(]?(?:\s|$)/.exec(comment ?? '')?.[1]]));
}
