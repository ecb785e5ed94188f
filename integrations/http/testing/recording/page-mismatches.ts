import { isGeneralManagerError } from '../../../../lib/plugin.js';
import { countOf, valueAt } from '../../pagination/body-value.js';
import type { PageContent, PageStyle } from '../../pagination/index.js';
import { Mismatch, typeText } from '../../resource/mismatch.js';
import type { UpstreamAnswer, UpstreamRequest } from '../../upstream/index.js';
import type { ListRequestOperation } from '../operations.js';
import { shapeOf, type PageShape } from '../page-shape.js';

/** A page of a recording: its items, what leads on, and what is wrong with it. */
export interface CheckedPage {
  readonly items: readonly unknown[];
  readonly next: UpstreamRequest | undefined;
  readonly wrong: readonly Mismatch[];
}

/** Takes a page apart as its pagination does, and looks at what that passes over. */
export function checkPage({ list }: ListRequestOperation, answer: UpstreamAnswer, asked: UpstreamRequest): CheckedPage {
  const { style } = list;
  const shape = shapeOf(style);
  try {
    const content = contentOf(style, shape, answer, asked);
    return { ...content, wrong: shape ? partMismatches(shape, answer, content) : [] };
  } catch (error) {
    const wrong = pageMismatch(error, shape);
    if (!wrong) throw error;
    return { items: itemsIn(shape, answer), next: undefined, wrong: [wrong] };
  }
}

function contentOf(style: PageStyle, shape: PageShape | undefined, answer: UpstreamAnswer, asked: UpstreamRequest): PageContent {
  const size =
    shape?.size === undefined
      ? undefined
      : countOf(new URLSearchParams(asked.query?.map(([name, value]): [string, string] => [name, value])).get(shape.size));
  return style.read(answer, asked, { offset: 0, size: size ?? Number.MAX_SAFE_INTEGER });
}

function pageMismatch(error: unknown, shape: PageShape | undefined): Mismatch | undefined {
  if (error instanceof Mismatch) return error;
  if (!isGeneralManagerError(error, 'GM_UPSTREAM_INVALID_PAGE')) return undefined;
  const [, reason = 'another page'] = /says: (.*)\.$/.exec(error.message) ?? [];
  return new Mismatch(shape?.items ?? [], reason, 'a page as its pagination says');
}

/** Where only something else of the page is wrong, its items are looked at all the same. */
function itemsIn(shape: PageShape | undefined, { body }: UpstreamAnswer): readonly unknown[] {
  const found = shape && valueAt(body, shape.items);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** Parts that are declared, and are not there or are something else. */
function partMismatches(shape: PageShape, { body, headers }: UpstreamAnswer, { items }: PageContent): readonly Mismatch[] {
  const wrong: Mismatch[] = [];
  const expect = (path: readonly string[] | undefined, expected: string, isIt: (value: unknown) => boolean): void => {
    if (path && !isIt(valueAt(body, path))) wrong.push(new Mismatch(path, typeText(valueAt(body, path)), expected));
  };
  const isCount = (value: unknown): boolean => countOf(value) !== undefined;
  expect(shape.total, 'the number of items', isCount);
  expect(shape.pages, 'the number of pages', isCount);
  expect(shape.hasMore, 'a boolean', (value) => typeof value === 'boolean');
  if (shape.totalHeader !== undefined && !isCount(headers.get(shape.totalHeader)))
    wrong.push(
      new Mismatch([shape.totalHeader], typeText(headers.get(shape.totalHeader) ?? undefined), 'a header with the number of items'),
    );
  if (shape.isOfItem && items.length > 0 && valueAt(items.at(-1), shape.next ?? []) === undefined)
    wrong.push(new Mismatch([...shape.items, items.length - 1, ...(shape.next ?? [])], 'nothing', 'a cursor'));
  return wrong;
}
