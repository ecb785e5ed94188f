import type { ManagerModel, OpenPlan, Parameter, RelationSelection } from '../../../lib/plugin.js';
import { linkOf } from './link.js';
import type { RestrictedRows, Source } from './restricted-rows.js';

/** A related row beside its parent: the join, and a column of it that is null where there is none, or none that may be seen. */
export interface JoinedOne {
  readonly join: string;
  readonly present: string;
  readonly alias: string;
}

/** Joins the row behind a to-one relation to its parent's alias, where it may be seen. */
export function joinOne(rows: RestrictedRows, manager: ManagerModel, relation: RelationSelection<Parameter>, parent: string): JoinedOne {
  const { entities, statement, conditions } = rows;
  const { field, plan, guard } = relation;
  const alias = statement.alias();
  const link = linkOf(entities, statement, manager, field, { parent, target: alias });
  const visible = [
    link.on,
    guard && conditions.write(guard, parent),
    entities.ofType(statement, plan.manager, alias),
    conditions.write(plan.policy, alias),
  ];
  const on = conditions.all(visible) ?? 'true';
  // The inverse end of a one-to-one is unique by convention only; never more than one row may come of it.
  const join = field.owner ? `${link.from} on ${on}` : `lateral (select ${alias}.* from ${link.from} where ${on} limit 1) ${alias} on true`;
  return { join: `left join ${join}`, present: link.present, alias };
}

/** The rows behind a to-many relation of a parent's alias, and their own alias; what may not be seen leads nowhere. */
export function linkMany(
  rows: RestrictedRows,
  manager: ManagerModel,
  { field, guard }: Pick<RelationSelection<Parameter>, 'field' | 'guard'>,
  parent: string,
): { readonly source: Source; readonly alias: string } {
  const { entities, statement, conditions } = rows;
  const alias = statement.alias();
  const link = linkOf(entities, statement, manager, field, { parent, target: alias });
  const seen = guard && conditions.write(guard, parent);
  return { source: { from: link.from, on: seen === undefined ? link.on : `${link.on} and ${seen}` }, alias };
}

/** What a plan reads from at its root: the table of its manager. */
export function rootSource(rows: RestrictedRows, { manager }: OpenPlan): { readonly source: Source; readonly alias: string } {
  const alias = rows.statement.alias();
  return { source: { from: `${rows.entities.source(rows.entities.meta(manager))} as ${alias}`, on: '' }, alias };
}
