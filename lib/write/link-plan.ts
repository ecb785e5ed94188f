import type { PageResult, Row } from '../interface/result.js';
import type { RelationField } from '../model/field.js';
import { managerNamed, targetOf } from '../model/lookup.js';
import type { ApplicationModel, KeyPart, ManagerModel } from '../model/model.js';
import { TRUE, type Condition } from '../plan/condition.js';
import { NOTHING, type ReadPlan, type RelationSelection, type Selection } from '../plan/read-plan.js';

/** The key under which a link plan has what the relation leads to. */
const LINKED = 'linked';

/** Who may see what a relation leads to. */
export interface LinkVisibility {
  readonly policy: Condition;
  readonly guard?: Condition | undefined;
}

/** A plan for the keys of what a relation of one object leads to, as far as the caller may see it. */
export function linkPlan(
  model: ApplicationModel,
  manager: ManagerModel,
  key: readonly unknown[],
  field: RelationField,
  { policy, guard, limit }: LinkVisibility & { readonly limit: number },
): ReadPlan {
  const target = targetOf(model, field);
  const rows = plan(target, keySelection(model, target), { policy, limit: field.cardinality === 'one' ? 1 : limit });
  const link: RelationSelection = { alias: LINKED, field, plan: rows, ...(guard && { guard }) };
  const where: Condition = { kind: 'key', manager, keys: [key] };
  return { ...plan(manager, { ...NOTHING, relations: [link] }, { policy: TRUE, limit: 1 }), where };
}

/** The keys that a link plan gave, flattened. */
export function linkedKeys(model: ApplicationModel, target: ManagerModel, { rows: [row] }: PageResult): readonly (readonly unknown[])[] {
  const found = row?.[LINKED] as PageResult | Row | null | undefined;
  if (!found) return [];
  const rows = isPage(found) ? found.rows : [found];
  return rows.map((each) => keyIn(model, target, each));
}

const isPage = (found: PageResult | Row): found is PageResult => 'plan' in found && 'positions' in found;

function plan(manager: ManagerModel, selection: Selection, { policy, limit }: { policy: Condition; limit: number }): ReadPlan {
  const page = { limit, offset: 0, backwards: false };
  return { manager, selection, where: TRUE, policy, order: [], page, rows: true, positions: false, total: false, scope: '' };
}

function keySelection(model: ApplicationModel, manager: ManagerModel): Selection {
  const parts = manager.key?.parts ?? [];
  const fields = parts.flatMap(({ kind, field }) => {
    const known = manager.fields.get(field);
    return kind === 'value' && known && known.kind !== 'relation' ? [known] : [];
  });
  const relations = parts.flatMap((part): readonly RelationSelection[] => {
    const field = manager.fields.get(part.field);
    if (part.kind !== 'relation' || field?.kind !== 'relation') return [];
    const target = managerNamed(model, part.target);
    return [{ alias: part.field, field, plan: plan(target, keySelection(model, target), { policy: TRUE, limit: 1 }) }];
  });
  return { ...NOTHING, fields, relations };
}

function keyIn(model: ApplicationModel, manager: ManagerModel, row: Row): readonly unknown[] {
  const part = (each: KeyPart): readonly unknown[] =>
    each.kind === 'value' ? [row[each.field]] : keyIn(model, managerNamed(model, each.target), row[each.field] as Row);
  return (manager.key?.parts ?? []).flatMap(part);
}
