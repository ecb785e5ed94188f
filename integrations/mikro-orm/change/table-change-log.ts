import type { ChangeLog, Dependency, Footprint, ManagerModel, Validation } from '../../../lib/plugin.js';
import type { Orm } from '../metadata.js';
import type { StatementNames } from '../statement-names.js';
import type { Dependents } from './dependents.js';
import { readRecords, type Records } from './read-records.js';
import { Snapshot } from './snapshot.js';

/** Records of one table that are looked at; where there are more, everything counts as changed. */
const MAX_RECORDS = 500;

/** What the log of changes is made of. */
export interface LogContext {
  readonly orm: Orm;
  readonly names: StatementNames;
  /** The side table as SQL has it. */
  readonly side: string;
  readonly dependents: Dependents;
  readonly tracks: (manager: ManagerModel) => boolean;
  /** Told that somebody looks at the side table. */
  readonly looked: () => void;
}

/** A footprint whose fence is one of this database. */
interface Fenced {
  readonly footprint: Footprint;
  readonly snapshot: Snapshot;
  readonly source: string;
  readonly relations: ReadonlyMap<Dependency, readonly string[]>;
}

/**
 * Tells what was written since by what the writers' own transactions have put into a side table: a fence is a snapshot of PostgreSQL, with what tells
 * the database.
 */
export class TableChangeLog implements ChangeLog {
  readonly #context: LogContext;

  constructor(context: LogContext) {
    this.#context = context;
  }

  tracks(manager: ManagerModel): boolean {
    return this.#context.tracks(manager);
  }

  async validate(footprints: readonly Footprint[], signal?: AbortSignal): Promise<Validation> {
    const fenced = footprints.map((footprint) => this.#fenced(footprint));
    const since = earliest(fenced);
    this.#context.looked();
    const records = await readRecords(this.#context.orm, this.#context.names, {
      side: this.#context.side,
      since,
      limit: MAX_RECORDS,
      signal,
    });
    return { fence: `${records.source}/${records.now.text}`, changed: fenced.map((each) => !each || this.#isChanged(each, records)) };
  }

  /** Undefined for what cannot be looked at. */
  #fenced(footprint: Footprint): Fenced | undefined {
    const [source = '', text = ''] = footprint.fence.split('/');
    if (!footprint.dependencies.every(({ manager }) => this.tracks(manager))) return undefined;
    try {
      const snapshot = new Snapshot(text);
      const relations = new Map(footprint.dependencies.map((each) => [each, this.#context.dependents.relationsOf(each)]));
      return { footprint, source, snapshot, relations };
    } catch (error) {
      // Whatever a store gives.
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #isChanged({ snapshot, source, relations }: Fenced, { source: own, now, byRelation }: Records): boolean {
    if (source !== own || snapshot.xmax > now.xmax) return true;
    return [...relations].some(([dependency, names]) =>
      names.some((name) => {
        const { records = [], missing = -1n, pruned = -1n } = byRelation.get(name) ?? {};
        if (missing >= snapshot.xmin || !snapshot.sawPruned(pruned, now)) return true;
        return records.some((record) => !snapshot.sees(record.xid) && this.#context.dependents.isTouched(dependency, name, record));
      }),
    );
  }
}

/** The earliest snapshot of each table, which sees least. */
function earliest(fenced: readonly (Fenced | undefined)[]): ReadonlyMap<string, string> {
  const since = new Map<string, Snapshot>();
  for (const each of fenced) {
    if (!each) continue;
    for (const name of [...each.relations.values()].flat()) {
      const known = since.get(name);
      if (!known || known.isAfter(each.snapshot)) since.set(name, each.snapshot);
    }
  }
  return new Map([...since].map(([name, snapshot]) => [name, snapshot.text]));
}
