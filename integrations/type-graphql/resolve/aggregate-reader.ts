import { getNamedType, isObjectType } from 'graphql';
import {
  embeddableNamed,
  FIELD_MEASURES,
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type ManagerModel,
  type MeasureRequest,
  type ReadRequest,
} from '../../../lib/plugin.js';
import { argumentsOf } from './arguments-of.js';
import { collectFields, type DocumentInfo } from './collect-fields.js';
import { toPropertyNames } from './public-names.js';
import type { Occurrence } from './variants.js';

type Names = readonly string[];

/** Reads from a GraphQL operation which measures and groups are asked for. */
export class AggregateReader {
  readonly #model: ApplicationModel;
  readonly #info: DocumentInfo;

  constructor(model: ApplicationModel, info: DocumentInfo) {
    this.#model = model;
    this.#info = info;
  }

  /** Measures of all objects that a field leads to, in the places where it is selected. */
  aggregate(manager: ManagerModel, places: readonly Occurrence[]): ReadRequest {
    const { filter } = argumentsOf(this.#info, places);
    const aggregate = { measures: this.#measures(manager, places) };
    return { ...NO_ROWS, filter: toPropertyNames(this.#model, manager, filter), aggregate };
  }

  /** Groups and their measures. */
  groups(manager: ManagerModel, places: readonly Occurrence[]): ReadRequest {
    const { filter, groupBy, having, sort, first, offset } = argumentsOf(this.#info, places);
    const renamed = (input: unknown): unknown => toPropertyNames(this.#model, manager, input);
    const shown = this.#below(places).filter(([name]) => name === 'key');
    return {
      ...NO_ROWS,
      filter: renamed(filter),
      page: { first: (first as number | null) ?? undefined, offset: (offset as number | null) ?? undefined },
      aggregate: {
        measures: this.#measures(manager, places),
        groupBy: (groupBy as readonly unknown[]).flatMap((each) => leaves(renamed(each))),
        keys: shown.flatMap(([, place]) => this.#values(holderOf(manager), place)),
        having: insideMeasures(having, renamed),
        sort: insideMeasures(sort, renamed),
      },
    };
  }

  #measures(manager: ManagerModel, places: readonly Occurrence[]): readonly MeasureRequest[] {
    return this.#below(places).flatMap(([name, place]): readonly MeasureRequest[] => {
      if (name === 'count') return [{ kind: 'count', names: [] }];
      const kind = FIELD_MEASURES.find((each) => each === name);
      return kind ? this.#values(holderOf(manager), place).map((names) => ({ kind, names })) : [];
    });
  }

  /** The property names that lead to each value that is selected below. */
  #values(holder: readonly FieldModel[], place: Occurrence, before: Names = []): readonly Names[] {
    return this.#below([place]).flatMap(([name, inner]) => {
      const field = holder.find(({ publicName }) => publicName === name);
      if (!field) return [];
      const names = [...before, field.name];
      return field.kind === 'scalar' || field.kind === 'enum' ? [names] : this.#values(this.#inside(field), inner, names);
    });
  }

  #inside(field: Exclude<FieldModel, { kind: 'scalar' | 'enum' }>): readonly FieldModel[] {
    return field.kind === 'embedded' ? embeddableNamed(this.#model, field.embeddable).fields : holderOf(targetOf(this.#model, field));
  }

  #below(places: readonly Occurrence[]): readonly (readonly [string, Occurrence])[] {
    return places.flatMap(({ parent, nodes }) => {
      const [node] = nodes;
      const definition = node && parent.getFields()[node.name.value];
      const type = definition && getNamedType(definition.type);
      if (!isObjectType(type)) return [];
      return collectFields(this.#info, type, nodes).flatMap((merged): readonly (readonly [string, Occurrence])[] => {
        const [first] = merged;
        return first ? [[first.name.value, { parent: type, nodes: merged }]] : [];
      });
    });
  }
}

const NO_ROWS = { select: { fields: [], relations: [] }, rows: false } as const;

const holderOf = ({ fields }: ManagerModel): readonly FieldModel[] => [...fields.values()];

/** The names that lead to what is true. */
function leaves(input: unknown, before: Names = []): readonly Names[] {
  if (input === true) return [before];
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([name, value]) => leaves(value, [...before, name]));
}

/** Applies to what is inside the measures of a having or a sort. */
function insideMeasures(input: unknown, apply: (input: unknown) => unknown): unknown {
  if (Array.isArray(input)) return input.map((each: unknown) => insideMeasures(each, apply));
  if (typeof input !== 'object' || input === null) return input;
  const isConnective = (key: string): boolean => key === 'and' || key === 'or' || key === 'not';
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      isConnective(key) ? insideMeasures(value, apply) : key === 'count' ? value : apply(value),
    ]),
  );
}
