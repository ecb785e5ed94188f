import { AsyncLocalStorage } from 'node:async_hooks';
import { cascadesOf, emptiedWith } from './cascades.js';
import {
  givenSql,
  RECORD_COLUMNS,
  recordSql,
  recordsSql,
  type ChangeOperation,
  type ChangeRecord,
  type GivenRows,
  type KnownWrite,
} from './change-record.js';
import type { TrackedTables } from './tracked-tables.js';
import { besides, withoutBlanks, writtenBy, type Written } from './written-tables.js';

/** A statement that also writes down what it writes. */
export interface RecordedStatement {
  readonly text: string;
  /** Whether a statement comes before it, in the same text; its result is nobody's. */
  readonly preceded: boolean;
}

/** Texts that begin so write down by themselves what they write. */
export const RECORDING = '/* recorded */ ';

const OPERATIONS: Readonly<Record<Written['verb'], ChangeOperation>> = Object.freeze({
  insert: 'create',
  update: 'update',
  delete: 'delete',
  merge: 'any',
  truncate: 'delete',
  several: 'any',
});

const WITH = /^with(?:\s+recursive\b)?/i;

/** How a statement begins that is kept under a name, and run by that. */
const PREPARES = /^\s*prepare\s+(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\s*(?:\([^)]*\)\s*)?as\s+/iu;

const UNION = ' union all ';

/** What MikroORM's driver asks for of rows that it writes. */
const RETURNING = /\sreturning ((?:"[^"']+"(?:\s*,\s*|$))+)$/;

/** Adds to statements that write to tracked tables that they write down so, in the same go. */
export class ChangeRecorder {
  readonly tables: TrackedTables;
  readonly #side: string;
  readonly #wrote: () => void;
  readonly #known = new AsyncLocalStorage<KnownWrite | undefined>();

  /** `side` is the side table as SQL has it; `wrote` is told of each statement that writes. */
  constructor(tables: TrackedTables, side: string, wrote: () => void) {
    this.tables = tables;
    this.#side = side;
    this.#wrote = wrote;
  }

  /** Runs something that writes; what is known of the rows it writes to one table is written down in place of what its statements tell. */
  knowing<T>(write: KnownWrite | undefined, run: () => T): T {
    return this.#known.run(write, run);
  }

  /** The statement with what it has to write down; undefined where that is nothing. */
  recorded(text: string): RecordedStatement | undefined {
    if (text.startsWith(RECORDING)) return undefined;
    const [prepared] = PREPARES.exec(text) ?? [];
    if (prepared !== undefined) return this.#prepared(prepared, text.slice(prepared.length));
    const called = this.tables.writtenByCode(text);
    const written = writtenBy(text) ?? (called.length > 0 ? calling(text) : undefined);
    const records = written && this.#records(written, text, called);
    if (!written || !records || records.length === 0) return undefined;
    this.#wrote();
    const [first, ...others] = records;
    if (first?.given) {
      const given = this.#insert([givenSql(first, first.given, 'gm_written'), ...others.map(recordSql)].join(UNION));
      return { text: givingRows(text, given), preceded: false };
    }
    const how = this.#isRewritten(written) ? 'statement' : written.with;
    return withRecord(text, how, this.#insert(recordsSql(records)));
  }

  /** The rest of a list of expressions: one that writes down the rows which another one makes, where that has to be done. */
  expressionFor(relation: string, given: GivenRows, from: string): string {
    const indirect = this.tables.writtenWith(relation);
    const isAny = this.tables.changesRows(relation) || indirect.includes(relation);
    const others = indirect.filter((each) => each !== relation && this.#isTold(each));
    const any = [...(isAny && this.#isTold(relation) ? [relation] : []), ...others];
    const records = any.map((each) => recordSql({ relation: each, operation: 'any' }));
    if (!isAny && this.#isTold(relation)) records.unshift(givenSql({ relation, operation: 'create' }, given, from));
    if (records.length === 0) return '';
    this.#wrote();
    return `, gm_recorded as (${this.#insert(records.join(UNION))})`;
  }

  #insert(rows: string): string {
    return `insert into ${this.#side} (${RECORD_COLUMNS}) ${rows}`;
  }

  #isTold(relation: string): boolean {
    return this.tables.tracks(relation) && !this.tables.tellsItself(relation);
  }

  #isRewritten({ tables }: Written): boolean {
    return tables.some((name) => this.tables.named(name).some((relation) => this.tables.isRewritten(relation)));
  }

  /** A statement that is run later, more than once or never. */
  #prepared(prefix: string, text: string): RecordedStatement | undefined {
    const recorded = this.recorded(text);
    return recorded && !recorded.preceded ? { ...recorded, text: `${prefix}${recorded.text}` } : undefined;
  }

  #records(written: Written, text: string, called: readonly string[]): readonly KnownWrite[] {
    const relations = [...new Set(written.tables.flatMap((name) => this.tables.named(name)))];
    const direct = relations.map((relation) => this.#direct(written, relation, text));
    const emptied =
      written.verb === 'truncate' && /\bcascade\b/i.test(text) ? relations.flatMap((each) => [...emptiedWith(this.tables, each)]) : [];
    const further = emptied
      .filter((each) => !relations.includes(each))
      .map((relation): ChangeRecord => ({ relation, operation: 'delete' }));
    const named = [...direct, ...further];
    const all = [...named, ...named.flatMap((record) => cascadesOf(this.tables, record))];
    const besidesThem = [...called, ...all.flatMap(({ relation }) => this.tables.writtenWith(relation))];
    const indirect = [...new Set(besidesThem)].map((relation): ChangeRecord => ({ relation, operation: 'any' }));
    // What of a table any row may be, more need not be said of.
    return [...all.filter(({ relation }) => !besidesThem.includes(relation)), ...indirect].filter(({ relation }) => this.#isTold(relation));
  }

  #direct(written: Written, relation: string, text: string): KnownWrite {
    const known = this.#known.getStore();
    const isUpsert = written.verb === 'insert' && /\bdo\s+update\b/i.test(text);
    const told = { relation, operation: isUpsert ? 'upsert' : OPERATIONS[written.verb] };
    // Triggers may write more than the statement says.
    const isKnown = known?.relation === relation && written.with === 'expression' && !this.tables.changesRows(relation);
    return isKnown ? known : told;
  }
}

/** A statement that writes nothing by itself. */
function calling(text: string): Written | undefined {
  const how = besides(text);
  return how && { tables: [], verb: 'several', with: how };
}

/** A statement with another one that writes something down. */
function withRecord(text: string, how: Written['with'], insert: string): RecordedStatement {
  if (how === 'statement') return { text: `${insert}; ${text}`, preceded: true };
  const expression = `gm_recorded as (${insert})`;
  if (how === 'expression') return { text: `${RECORDING}with ${expression} ${text}`, preceded: false };
  // One more ahead of those that there are.
  const statement = withoutBlanks(text);
  const [beginning] = WITH.exec(statement) ?? [''];
  return { text: `${RECORDING}${beginning} ${expression}, ${statement.slice(beginning.length)}`, preceded: false };
}

/** A statement as an expression that gives the rows it writes, and what it would have given itself of them. */
function givingRows(text: string, insert: string): string {
  const [returning = '', names] = RETURNING.exec(text) ?? [];
  const body = text.slice(0, text.length - returning.length);
  return `${RECORDING}with gm_written as (${body} returning *), gm_recorded as (${insert}) select ${names ?? ''} from gm_written`;
}
