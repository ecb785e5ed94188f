import { defineError } from '../../../lib/plugin.js';

export const InvalidStyle = defineError<{ style: string; reason: string }>({
  code: 'GM_UPSTREAM_INVALID_PAGINATION',
  kind: 'declaration',
  message: ({ style, reason }) => `The pagination ${style}() cannot be used: ${reason}.`,
  fix: 'Correct the options of the pagination.',
});

export const InvalidPage = defineError<{ operation: string; reason: string }>({
  code: 'GM_UPSTREAM_INVALID_PAGE',
  kind: 'integration',
  message: ({ operation, reason }) => `A page of ${operation} is not as its pagination says: ${reason}.`,
  fix: 'Correct the pagination of the operation: its paths, parameters and headers.',
});

export const PageCycle = defineError<{ operation: string }>({
  code: 'GM_UPSTREAM_PAGE_CYCLE',
  kind: 'integration',
  message: ({ operation }) => `The pages of ${operation} lead back to one that was already read.`,
  fix: 'Correct the pagination of the operation, or report it to those who run the upstream.',
});

export const PageLimit = defineError<{ operation: string; max: number; what: 'pages' | 'items' }>({
  code: 'GM_UPSTREAM_PAGE_LIMIT',
  kind: 'limit',
  message: ({ operation, max, what }) => `The list of ${operation} goes on after ${max} ${what}.`,
  fix: 'Ask for less, with a filter or a page, or raise maxPages and maxItems.',
});
