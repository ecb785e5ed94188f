import type { Group } from '../interface/result.js';
import { FIELD_MEASURES, type MeasureKind } from '../model/measure.js';
import { measureName } from '../plan/parse-aggregate.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { MeasureRequest } from '../plan/read-request.js';

type Asked = Readonly<Record<string, unknown>>;

/** Makes requests of measures as callers of the TypeScript API write them; the plan refuses what are none. */
export function measureRequests(measures: object): readonly MeasureRequest[] {
  return Object.entries(measures).flatMap(([kind, asked]: [string, unknown]): readonly MeasureRequest[] => {
    if (asked === undefined || asked === false) return [];
    if (!Array.isArray(asked)) return [{ kind: kind as MeasureKind, names: [] }];
    return asked.map((path: unknown) => ({ kind: kind as MeasureKind, names: String(path).split('.') }));
  });
}

/** The measures of a group in the shape in which they were asked for. */
export function measured(plan: ReadPlan, { measures }: Group, asked: object): object {
  const names = plan.aggregation?.measures.map(({ kind, names: path }) => measureName(kind, path)) ?? [];
  const valueOf = (name: string): unknown => measures[names.indexOf(name)];
  const { count, ...fields } = asked as Asked;
  const entries = FIELD_MEASURES.filter((kind) => Array.isArray(fields[kind])).map((kind) => {
    const paths = fields[kind] as readonly string[];
    return [kind, Object.fromEntries(paths.map((path) => [path, valueOf(`${kind}.${path}`)]))] as const;
  });
  return { ...(count === true && { count: valueOf('count') }), ...Object.fromEntries(entries) };
}
