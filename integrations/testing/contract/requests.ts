import {
  canGroup,
  canMeasure,
  FIELD_MEASURES,
  targetOf,
  type AggregateRequest,
  type ManagerModel,
  type MeasureRequest,
  type ReadRequest,
  type RelationRequest,
  type SelectionRequest,
  type ValueField,
} from '../../../lib/plugin.js';
import { Conditions, shownFields } from './conditions.js';
import type { Subject } from './subject.js';

/** Everything that objects of a manager have by themselves. */
export const ownFields = (manager: ManagerModel): SelectionRequest => ({
  fields: shownFields(manager)
    .filter(({ kind }) => kind !== 'relation')
    .map(({ name }) => name),
  relations: [],
});

/** What tells objects apart. */
export const keyFields = (manager: ManagerModel): SelectionRequest => {
  const { fields } = ownFields(manager);
  const key = fields.filter((name) => manager.key?.parts.some(({ field }) => field === name));
  return { fields: key.length > 0 ? key : fields, relations: [] };
};

export const valueFields = (manager: ManagerModel): readonly ValueField[] =>
  shownFields(manager).filter((field): field is ValueField => field.kind === 'scalar' || field.kind === 'enum');

/** Every order by one field, with nulls at both ends, and by two. */
export function sortsOf(manager: ManagerModel): readonly unknown[] {
  const names = valueFields(manager)
    .filter(({ sortable }) => sortable)
    .map(({ name }) => name);
  const keys = names.flatMap((name) =>
    ['asc', 'desc'].flatMap((direction) => ['', ' nulls first', ' nulls last'].map((nulls) => ({ [name]: `${direction}${nulls}` }))),
  );
  const pairs = names.flatMap((first) =>
    names.filter((second) => second !== first).map((second) => [{ [first]: 'desc' }, { [second]: 'asc' }]),
  );
  return [...keys, ...pairs];
}

/** Pages from both ends, also such that nothing is on. */
export const PAGES: readonly NonNullable<ReadRequest['page']>[] = Object.freeze([
  { first: 0 },
  { first: 1 },
  { first: 2 },
  { first: 1000 },
  { last: 1 },
  { last: 3 },
  { first: 2, offset: 1 },
  { first: 3, offset: 3 },
  { first: 2, offset: 1000 },
]);

/** Each relation with all that is at its other end, and to many with a page, an order and a filter, too. */
export function relationsOf(subject: Subject, manager: ManagerModel): readonly RelationRequest[] {
  return shownFields(manager).flatMap((field): readonly RelationRequest[] => {
    if (field.kind !== 'relation' || field.match) return [];
    const target = targetOf(subject.model, field);
    const select = ownFields(target);
    const whole: RelationRequest = { alias: field.name, field: field.name, request: { select } };
    if (field.cardinality === 'one') return [whole];
    const filter = subject.random.pick(new Conditions(subject).simple(target)) ?? {};
    const [, sort] = sortsOf(target);
    const paged = { ...whole, request: { select, sort, page: { first: 2 }, total: target.total } };
    const filtered = { ...whole, request: { select, sort, filter, page: { last: 2 } } };
    return [whole, paged, filtered];
  });
}

/** Measures of everything, and of groups by each field. */
export function aggregatesOf(subject: Subject, manager: ManagerModel): readonly AggregateRequest[] {
  const fields = valueFields(manager);
  // What floating-point numbers add up to depends on the order in which they are added.
  const exact = fields.filter((field) => field.kind === 'enum' || field.type !== 'float');
  const measures: readonly MeasureRequest[] = [
    { kind: 'count', names: [] },
    ...FIELD_MEASURES.flatMap((kind) => exact.filter((field) => canMeasure(kind, field)).map(({ name }) => ({ kind, names: [name] }))),
  ];
  const having = new Conditions(subject).measured(manager);
  const groups = fields.filter(canGroup).flatMap(({ name }): readonly AggregateRequest[] => [
    { measures, groupBy: [[name]], keys: [[name]] },
    { measures, groupBy: [[name]], keys: [[name]], having: subject.random.pick(having) },
    { measures, groupBy: [[name]], keys: [[name]], sort: '-count' },
  ]);
  return [{ measures }, ...groups];
}
