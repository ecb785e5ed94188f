import { getNamedType, isEnumType, isInputObjectType, type GraphQLInputObjectType } from 'graphql';
import { aggregateName, embeddableNamed, targetOf, type FieldModel, type ManagerModel } from '../../../lib/plugin.js';
import type { Catalogue } from './catalogue.js';
import type { Probe } from './filter-probes.js';
import { MeasureProbes } from './measure-probes.js';
import type { Samples } from './samples.js';

/** Every key of a sort in every direction, also through relations. */
export class SortProbes {
  readonly #catalogue: Catalogue;
  readonly #samples: Samples;
  readonly #measures: MeasureProbes;

  constructor(catalogue: Catalogue, samples: Samples) {
    this.#catalogue = catalogue;
    this.#samples = samples;
    this.#measures = new MeasureProbes(catalogue, samples, directions);
  }

  /** Orders by measures, as sorts of lists (of what a to-many relation leads to) and of groups have them. */
  measures(type: GraphQLInputObjectType, manager: ManagerModel, hops = 0): Generator<Probe> {
    return this.#measures.of(type, manager, hops);
  }

  *of(type: GraphQLInputObjectType, manager: ManagerModel, most: number, hops = 0): Generator<Probe> {
    for (const { name, type: inner } of Object.values(type.getFields())) {
      const field = this.#catalogue.fieldOf(manager, name);
      if (!field) yield* this.#related(name, getNamedType(inner), manager, hops);
      if (!field) continue;
      for (const probe of this.#key(getNamedType(inner), { manager, field, root: field.name }, most, hops))
        yield { ...probe, value: { [name]: probe.value } };
    }
  }

  /** What leads to many is sorted by its measures. */
  *#related(name: string, type: unknown, manager: ManagerModel, hops: number): Generator<Probe> {
    const many = [...manager.fields.values()].find((field) => field.kind === 'relation' && aggregateName(field) === name);
    if (many?.kind !== 'relation' || !isInputObjectType(type)) return;
    for (const probe of this.measures(type, targetOf(this.#catalogue.model, many), hops + 1))
      yield { ...probe, value: { [name]: probe.value } };
  }

  *#key(type: unknown, at: Place, most: number, hops: number): Generator<Probe> {
    const { manager, field, root } = at;
    if (isEnumType(type)) {
      const touches = this.#samples.touches(manager, root);
      for (const { name } of type.getValues()) yield { value: name, manager, field: root, touches, hops };
    }
    if (!isInputObjectType(type)) return;
    if (field.kind === 'relation' && most > 0) yield* this.of(type, targetOf(this.#catalogue.model, field), most - 1, hops + 1);
    if (field.kind !== 'embedded') return;
    for (const part of embeddableNamed(this.#catalogue.model, field.embeddable).fields) {
      const inner = type.getFields()[part.publicName];
      if (!inner) continue;
      for (const probe of this.#key(getNamedType(inner.type), { manager, field: part, root }, most, hops))
        yield { ...probe, value: { [part.publicName]: probe.value } };
    }
  }
}

/** One direction and the other; where nulls go is tried on the values themselves. */
const directions = (type: unknown): readonly unknown[] =>
  isEnumType(type)
    ? type
        .getValues()
        .slice(0, 2)
        .map(({ name }) => name)
    : [];

interface Place {
  readonly manager: ManagerModel;
  readonly field: FieldModel;
  /** The field of the manager that it is, or is a part of. */
  readonly root: string;
}
