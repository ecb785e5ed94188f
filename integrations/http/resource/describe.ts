import type { DescribedField, InterfaceDescription, Operator, Problem, ValueField } from '../../../lib/plugin.js';
import { filterKey, type CompiledField, type Resource } from './resource.js';

const WRITES = ['create', 'update', 'delete'] as const;

/** What the API offers of a resource: just what its upstream can be asked, or can be done here. */
export function describe(resource: Resource, problems: readonly Problem[]): InterfaceDescription {
  const { name, fields, enums, key, whole, lists, writes, cache } = resource;
  return {
    name,
    readOnly: Object.keys(writes).length === 0,
    writes: WRITES.filter((each) => writes[each] !== undefined),
    ...(key.length > 0 && { key: key.map((field) => ({ field })) }),
    fields: [...fields.values()].map((field) => offered(resource, field)),
    enums,
    embeddables: embeddablesOf(resource),
    aggregate: whole && resource.local !== undefined,
    total: whole || lists.some(({ style }) => style.total),
    ...(cache && { cache }),
    problems,
  };
}

function offered(resource: Resource, { model, name }: CompiledField): DescribedField {
  return model.kind === 'embedded' ? model : offeredValue(resource, model, name);
}

/** Where nothing is done here, only what is sent is offered. */
function offeredValue({ local, lists }: Resource, field: ValueField, path: string): ValueField {
  if (local) return field;
  return {
    ...field,
    operators: field.operators.filter((operator) => lists.some(({ filters }) => isSent(filters, path, operator))),
    sortable: lists.some(({ sort }) => sort?.fields.has(path)),
  };
}

/** What another operator's filter leaves out says the opposite. */
const OPPOSITES: Readonly<Partial<Record<Operator, Operator>>> = Object.freeze({ ne: 'eq', notIn: 'in' });

function isSent(filters: ReadonlyMap<string, unknown>, path: string, operator: Operator): boolean {
  const opposite = OPPOSITES[operator];
  return filters.has(filterKey(path, operator)) || (opposite !== undefined && filters.has(filterKey(path, opposite, true)));
}

function embeddablesOf(resource: Resource): InterfaceDescription['embeddables'] {
  const offeredOf = (fields: Iterable<CompiledField>, prefix: string): InterfaceDescription['embeddables'] =>
    [...fields].flatMap(({ name, model, fields: inner }) => {
      if (model.kind !== 'embedded') return [];
      const at = `${prefix}${name}.`;
      const own = inner.map((each) =>
        each.model.kind === 'embedded' ? each.model : offeredValue(resource, each.model, `${at}${each.name}`),
      );
      return [{ name: model.embeddable, fields: own }, ...offeredOf(inner, at)];
    });
  return offeredOf(resource.fields.values(), '');
}
