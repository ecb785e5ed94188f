import { codeBlocks } from '../../support/code-blocks.js';
import { pageText } from '../../docs/support/pages.js';

/** What is told to do about an alert. */
export interface Runbook {
  readonly alert: string;
  /** `Dashboard / Panel`. */
  readonly panels: readonly string[];
  readonly queries: readonly string[];
  readonly text: string;
}

const PAGE = 'docs/runbooks.md';

/** The sections of the page that are called as alerts are. */
export function runbooks(): readonly Runbook[] {
  return pageText(PAGE)
    .split(/^## /m)
    .slice(1)
    .filter((section) => section.startsWith('GeneralManager'))
    .map((text) => ({
      alert: text.slice(0, text.indexOf('\n')),
      panels: [...text.matchAll(/\*([\w ]+ \/ [^*]+)\*/g)].map(([, panel = '']) => panel),
      queries: codeBlocks(text).flatMap(({ language, code }) => (language === 'promql' ? [code] : [])),
      text,
    }));
}
