import type { BootstrapOptions } from 'general-manager';
import { Tc39Value } from '../from-tc39.js';
import { openApp, type OpenedApp } from '../open.js';
import { DefinedValue } from './defined.js';
import { EDGES, type Edge } from './edges.js';
import { LegacyValue } from './legacy.js';
import { SchemaValue } from './schema.js';

export const VALUES = { Legacy: LegacyValue, Tc39: Tc39Value, Defined: DefinedValue, Schema: SchemaValue } as const;
export type Style = keyof typeof VALUES;
export const STYLES = Object.keys(VALUES) as readonly Style[];

export type Row = Readonly<Record<string, unknown>>;

/** A row with one value at the edge of its kind; everything else in it is null or a default. */
export interface EdgeRow {
  readonly id: number;
  readonly kind: string;
  readonly edge: Edge;
}

const PAIRS = Object.entries(EDGES).flatMap(([kind, edges]) => edges.map((edge) => ({ kind, edge })));
export const ROWS: readonly EdgeRow[] = PAIRS.map((each, index) => ({ ...each, id: index + 1 }));

export const rowsOf = (kind: string): readonly EdgeRow[] => ROWS.filter((row) => row.kind === kind);

/** What the column of a property is called. */
export function columnOf({ orm }: OpenedApp, style: Style, kind: string): string {
  return orm.getMetadata().getByClassName(`${style}Value`).properties[kind]?.fieldNames[0] ?? '';
}

export const tableOf = ({ orm }: OpenedApp, style: Style): string => orm.getMetadata().getByClassName(`${style}Value`).tableName;

/** Opens the entities of all styles, with the same rows each. */
export async function openValues(options: Partial<BootstrapOptions> = {}): Promise<OpenedApp> {
  const app = await openApp(Object.values(VALUES), options);
  for (const style of STYLES) {
    const em = app.orm.em.fork();
    for (const { id, kind, edge } of ROWS) {
      em.create(VALUES[style] as typeof LegacyValue, { id, ...('value' in edge && { [kind]: edge.value }) });
    }
    await em.flush();
    for (const { id, kind, edge } of ROWS) {
      const change = `update "${tableOf(app, style)}" set "${columnOf(app, style, kind)}" = ${String(edge.sql)} where id = ${id}`;
      if (edge.sql !== undefined) await app.sql(change);
    }
  }
  return app;
}
