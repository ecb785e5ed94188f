import { getNamedType, isInputObjectType, type GraphQLInputField, type GraphQLInputObjectType } from 'graphql';
import { embeddableNamed, targetOf, type FieldModel, type ManagerModel } from '../../../lib/plugin.js';
import type { Catalogue } from './catalogue.js';
import { MeasureProbes } from './measure-probes.js';
import { written, type Samples } from './samples.js';

/** A condition or an order, and the field that it looks at. */
export interface Probe {
  readonly value: unknown;
  readonly manager: ManagerModel;
  readonly field: string;
  /** Whether something of the field is hidden. */
  readonly touches: boolean;
  /** Relations on the way. */
  readonly hops: number;
}

/** Names of conditions that hold others. */
export const GROUPS: readonly string[] = ['and', 'or', 'not'];

/** How many of the related objects have to match. */
const QUANTIFIERS: readonly string[] = ['some', 'every', 'none'];

const TEXT_PIECE = 4;

/** Every operator of every field of a filter, also through relations; operands are hidden values where there are any. */
export class FilterProbes {
  readonly #catalogue: Catalogue;
  readonly #samples: Samples;
  readonly #measures: MeasureProbes;

  constructor(catalogue: Catalogue, samples: Samples) {
    this.#catalogue = catalogue;
    this.#samples = samples;
    this.#measures = new MeasureProbes(catalogue, samples, comparisons);
  }

  /** Conditions on measures, as filters of to-many relations and of groups have them. */
  measures(type: GraphQLInputObjectType, manager: ManagerModel, hops = 0): Generator<Probe> {
    return this.#measures.of(type, manager, hops);
  }

  /** `most` relations deep. */
  *of(type: GraphQLInputObjectType, manager: ManagerModel, most: number, hops = 0): Generator<Probe> {
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      const model = this.#catalogue.fieldOf(manager, field.name);
      if (GROUPS.includes(field.name) || !model || !isInputObjectType(inner)) continue;
      const probes =
        model.kind === 'relation' ? this.#related(model, inner, manager, [most, hops]) : this.#values(inner, manager, [model], hops);
      for (const probe of probes) yield { ...probe, value: { [field.name]: probe.value } };
    }
  }

  *#related(
    field: FieldModel & { readonly kind: 'relation' },
    type: GraphQLInputObjectType,
    manager: ManagerModel,
    [most, hops]: readonly [number, number],
  ): Generator<Probe> {
    const target = targetOf(this.#catalogue.model, field);
    if (field.cardinality === 'one') {
      yield { value: null, manager, field: field.name, touches: this.#samples.touches(manager, field.name), hops };
      if (most > 0) yield* this.of(type, target, most - 1, hops + 1);
      return;
    }
    yield* this.measures(type, target, hops + 1);
    for (const quantifier of Object.values(type.getFields()).filter(({ name }) => QUANTIFIERS.includes(name))) {
      const inner = getNamedType(quantifier.type);
      if (!isInputObjectType(inner)) continue;
      yield { value: { [quantifier.name]: {} }, manager: target, field: field.name, touches: true, hops: hops + 1 };
      if (most === 0) continue;
      for (const probe of this.of(inner, target, most - 1, hops + 1)) yield { ...probe, value: { [quantifier.name]: probe.value } };
    }
  }

  /** The comparisons of a value; in an embedded object those of its fields. */
  *#values(type: GraphQLInputObjectType, manager: ManagerModel, path: readonly FieldModel[], hops: number): Generator<Probe> {
    const [root] = path;
    const last = path.at(-1);
    if (!root || !last) return;
    if (last.kind === 'embedded') {
      for (const part of embeddableNamed(this.#catalogue.model, last.embeddable).fields) {
        const inner = getNamedType(type.getFields()[part.publicName]?.type);
        if (!isInputObjectType(inner)) continue;
        for (const probe of this.#values(inner, manager, [...path, part], hops))
          yield { ...probe, value: { [part.publicName]: probe.value } };
      }
      return;
    }
    const values = this.#samples.values(
      manager,
      path.map(({ name }) => name),
    );
    const touches = this.#samples.touches(manager, root.name);
    for (const operator of Object.values(type.getFields())) {
      for (const value of operands(operator, values)) yield { value, manager, field: root.name, touches, hops };
    }
  }
}

/** What measures are compared by; what else their types have is tried on the values themselves. */
const OF_MEASURES: readonly string[] = ['eq', 'gt', 'isNull'];

const comparisons = (type: unknown, values: readonly unknown[]): readonly unknown[] => {
  const operators = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  return operators.filter(({ name }) => OF_MEASURES.includes(name)).flatMap((operator) => operands(operator, values));
};

/** One operand or a few: a hidden value, a piece of it, or a flag. */
function operands({ name, type }: GraphQLInputField, values: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] {
  const [value] = values;
  if (name === 'path') return paths(value);
  if (getNamedType(type).name === 'Boolean' && typeof value !== 'boolean') return [{ [name]: true }, { [name]: false }];
  const text = textOf(value);
  const tried = [value, text?.slice(0, TEXT_PIECE), text === undefined ? undefined : `${text.slice(0, TEXT_PIECE)}%`];
  const fitting = tried.map((each) => (each === undefined ? undefined : written(type, each))).filter((each) => each !== undefined);
  const wanted = name.endsWith('like') ? fitting.slice(-1) : /contains|with/i.test(name) ? fitting.slice(0, 2) : fitting.slice(0, 1);
  return wanted.map((operand) => ({ [name]: operand }));
}

const textOf = (value: unknown): string | undefined => {
  const item: unknown = Array.isArray(value) ? value[0] : value;
  return typeof item === 'string' ? item : undefined;
};

/** A place in a document, and what is there. */
function paths(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .slice(0, 2)
    .map(([key, inner]) => ({ path: [key], eq: inner as unknown }));
}
