import { getNamedType, isEnumType, isInputObjectType, type GraphQLInputObjectType } from 'graphql';
import { embeddableNamed, targetOf, type FieldModel, type ManagerModel } from '../../../lib/plugin.js';
import type { Catalogue } from './catalogue.js';
import type { Probe } from './filter-probes.js';
import type { Samples } from './samples.js';

/** Every key of a sort in every direction, also through relations. */
export class SortProbes {
  readonly #catalogue: Catalogue;
  readonly #samples: Samples;

  constructor(catalogue: Catalogue, samples: Samples) {
    this.#catalogue = catalogue;
    this.#samples = samples;
  }

  *of(type: GraphQLInputObjectType, manager: ManagerModel, most: number, hops = 0): Generator<Probe> {
    for (const { name, type: inner } of Object.values(type.getFields())) {
      const field = this.#catalogue.fieldOf(manager, name);
      if (!field) continue;
      for (const probe of this.#key(getNamedType(inner), { manager, field, root: field.name }, most, hops))
        yield { ...probe, value: { [name]: probe.value } };
    }
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

interface Place {
  readonly manager: ManagerModel;
  readonly field: FieldModel;
  /** The field of the manager that it is, or is a part of. */
  readonly root: string;
}
