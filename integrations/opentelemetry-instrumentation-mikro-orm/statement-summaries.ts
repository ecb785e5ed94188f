import { MAX_READ, summarize, type StatementSummary } from './statement-text.js';

/** Texts that are kept; applications have fewer, as values are placeholders in them. */
const MAX_KNOWN = 1000;

/** Summaries of statements, each text read once unless it is long. */
export class StatementSummaries {
  readonly #known = { name: new Map<string, StatementSummary>(), string: new Map<string, StatementSummary>() };

  of(sql: string, doubleQuotes: 'name' | 'string'): StatementSummary {
    if (sql.length > MAX_READ) return summarize(sql, doubleQuotes);
    const known = this.#known[doubleQuotes];
    const found = known.get(sql);
    if (found) return found;
    if (known.size >= MAX_KNOWN) known.clear();
    const summary = summarize(sql, doubleQuotes);
    known.set(sql, summary);
    return summary;
  }
}
