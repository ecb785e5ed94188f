import {
  embeddableNamed,
  FIELD_MEASURES,
  canMeasure,
  targetOf,
  type FieldModel,
  type ManagerModel,
  type Operator,
  type ValueField,
} from '../../../lib/plugin.js';
import type { Subject } from './subject.js';

/** A filter as callers write it. */
export type Asked = Readonly<Record<string, unknown>>;

/** Values of one field that are compared with. */
const VALUES = 3;
/** Conditions on what a relation leads to. */
const RELATED = 6;

/** Every operator that a manager's fields offer, with values that are there, that are near, and that are not. */
export class Conditions {
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Conditions on the fields of the manager itself. */
  simple(manager: ManagerModel): readonly Asked[] {
    const objects = this.#subject.objectsOf(manager);
    const own = shownFields(manager).filter(({ kind }) => kind !== 'relation');
    return own.flatMap((field) => this.#field(field, valuesOf(objects, field.name)));
  }

  /** Conditions on what relations lead to, and on how much that is. */
  related(manager: ManagerModel): readonly Asked[] {
    return shownFields(manager).flatMap((field): readonly Asked[] => {
      if (field.kind !== 'relation' || !field.queryable || field.match) return [];
      const target = targetOf(this.#subject.model, field);
      const inner = this.#few(this.simple(target), RELATED);
      if (field.cardinality === 'one') return [null, {}, ...inner].map((asked) => ({ [field.name]: asked }));
      const quantified = ['some', 'every', 'none'].flatMap((name) => [{}, ...inner].map((asked) => ({ [name]: asked })));
      return [...quantified, ...this.measured(target)].map((asked) => ({ [field.name]: asked }));
    });
  }

  /** Conditions on measures of objects of a manager. */
  measured(manager: ManagerModel): readonly Asked[] {
    const fields = shownFields(manager).filter((field): field is ValueField => field.kind === 'scalar' || field.kind === 'enum');
    const objects = this.#subject.objectsOf(manager);
    // Not every source compares with exact averages.
    const of = FIELD_MEASURES.filter((kind) => kind !== 'avg').flatMap((kind) =>
      fields
        .filter((field) => canMeasure(kind, field))
        .flatMap((field): readonly Asked[] => {
          const [value] = kind === 'min' || kind === 'max' ? valuesOf(objects, field.name) : [2];
          return value === undefined ? [] : [{ [kind]: { [field.name]: { gte: value } } }, { [kind]: { [field.name]: { isNull: true } } }];
        }),
    );
    return [{ count: { eq: 0 } }, { count: { gt: 1 } }, ...this.#few(of, RELATED)];
  }

  /** Conditions that are put together, with nothing in them, and denied: what is unknown stays so. */
  combined(manager: ManagerModel): readonly Asked[] {
    const parts = [...this.simple(manager), ...this.related(manager)];
    const pick = (): Asked => this.#subject.random.pick(parts) ?? {};
    const made = Array.from({ length: this.#subject.options.questions ?? 300 }, (_each, index): Asked => {
      if (index % 4 === 0) return { not: { or: [pick(), pick()] } };
      if (index % 4 === 1) return { and: [pick(), { not: pick() }] };
      return index % 4 === 2 ? { or: [{ and: [pick(), pick()] }, pick()] } : { not: { and: [pick(), { not: pick() }] } };
    });
    return [{ and: [] }, { or: [] }, { not: { or: [] } }, ...parts.map((part) => ({ not: part })), ...made];
  }

  #field(field: FieldModel, values: readonly unknown[]): readonly Asked[] {
    if (field.kind === 'relation') return [];
    if (field.kind === 'embedded') {
      if (!field.queryable || field.list) return [];
      const { fields } = embeddableNamed(this.#subject.model, field.embeddable);
      return fields
        .filter(({ exposed }) => exposed)
        .flatMap((part) => this.#field(part, valuesOf(values as readonly object[], part.name)))
        .map((asked) => ({ [field.name]: asked }));
    }
    // In which order documents are is left to their source.
    const offered =
      field.kind === 'scalar' && field.type === 'json'
        ? field.operators.filter((each) => each === 'isNull' || PARTS.includes(each))
        : field.operators;
    return offered.flatMap((operator) => operands(operator, field, values).map((operand) => ({ [field.name]: { [operator]: operand } })));
  }

  #few<T>(all: readonly T[], most: number): readonly T[] {
    return all.length <= most ? all : Array.from({ length: most }, () => this.#subject.random.pick(all) as T);
  }
}

/** Fields that can be asked for. */
export const shownFields = ({ fields }: ManagerModel): readonly FieldModel[] => [...fields.values()].filter(({ exposed }) => exposed);

/** Values that objects have, each once, nulls left out. */
function valuesOf(objects: readonly object[], name: string): readonly unknown[] {
  const found = objects.map((object): unknown => Reflect.get(object, name)).filter((value) => value !== null && value !== undefined);
  return [...new Map(found.map((value) => [keyOf(value), value])).values()];
}

const keyOf = (value: unknown): string =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));

const PIECE = 3;
const PARTS: readonly string[] = ['contains', 'startsWith', 'endsWith', 'icontains', 'istartsWith', 'iendsWith'];

function operands(operator: Operator, field: ValueField, values: readonly unknown[]): readonly unknown[] {
  const some = values.filter((_value, index) => index % Math.ceil(values.length / VALUES) === 0);
  if (FLAGS.includes(operator)) return [true, false];
  if (operator === 'in' || operator === 'notIn') return [[], some.slice(0, 1), some];
  if (LISTED.includes(operator)) return ofLists(operator, some.flat());
  const textual = ofTexts(operator, texts(some));
  if (textual) return textual;
  const nearby = operator === 'eq' || operator === 'ne' ? [null, ...texts(some).slice(0, 1).map(swapped)] : [];
  return [...some, ...nearby.filter((value) => value === null || field.kind === 'scalar')];
}

const FLAGS: readonly Operator[] = ['isNull', 'isEmpty'];
const LISTED: readonly Operator[] = ['has', 'hasSome', 'hasEvery'];

const ofLists = (operator: Operator, items: readonly unknown[]): readonly unknown[] =>
  operator === 'has' ? items.slice(0, VALUES) : [[], items.slice(0, 1), items.slice(0, 2)];

/** Undefined for operators that are not of texts alone. */
function ofTexts(operator: Operator, values: readonly string[]): readonly unknown[] | undefined {
  if (PARTS.includes(operator)) return values.flatMap((text) => pieces(operator, text));
  if (operator === 'ieq') return values.flatMap((text) => [text, text.toUpperCase(), swapped(text)]);
  if (operator !== 'like' && operator !== 'ilike') return undefined;
  const patterns = ['%', '_%', ...values.map((text) => `${text.slice(0, PIECE)}%`)];
  return operator === 'like' ? [...patterns, ...values.map((text) => text.toUpperCase())] : patterns;
}

/** Of each end of a text, with the other case, and what a pattern would take for something else. */
function pieces(operator: string, text: string): readonly string[] {
  const piece = /ends/i.test(operator) ? text.slice(-PIECE) : text.slice(0, PIECE);
  return [piece, swapped(piece), '%', '_'];
}

const texts = (values: readonly unknown[]): readonly string[] => values.filter((value) => typeof value === 'string');

const swapped = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());
