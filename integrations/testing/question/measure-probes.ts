import { getNamedType, isInputObjectType, type GraphQLInputObjectType } from 'graphql';
import { embeddableNamed, FIELD_MEASURES, targetOf, type FieldModel, type ManagerModel, type MeasureKind } from '../../../lib/plugin.js';
import type { Catalogue } from './catalogue.js';
import type { Probe } from './filter-probes.js';
import type { Samples } from './samples.js';

/** What is said of one measure: operands, or directions. `values` are those of the field where the measure is one of them. */
export type Said = (type: unknown, values: readonly unknown[]) => readonly unknown[];

/** What counts and sums are compared with. */
const NUMBERS: readonly unknown[] = [1, 3];

/** Conditions on measures of the objects of a manager, or orders by them: every measure of every field. */
export class MeasureProbes {
  readonly #catalogue: Catalogue;
  readonly #samples: Samples;
  readonly #said: Said;

  constructor(catalogue: Catalogue, samples: Samples, said: Said) {
    this.#catalogue = catalogue;
    this.#samples = samples;
    this.#said = said;
  }

  /** `type` has a field for each kind of measure; what else it has is left alone. */
  *of(type: GraphQLInputObjectType, manager: ManagerModel, hops: number): Generator<Probe> {
    for (const [name, { type: inner }] of Object.entries(type.getFields())) {
      if (name === 'count') {
        for (const value of this.#said(getNamedType(inner), NUMBERS))
          yield { value: { count: value }, manager, field: 'count', touches: this.#samples.hides(manager), hops };
      }
      const kind = FIELD_MEASURES.find((each) => each === name);
      if (!kind) continue;
      for (const probe of this.#fields(getNamedType(inner), { kind, manager, hops }, [...manager.fields.values()]))
        yield { ...probe, value: { [kind]: probe.value } };
    }
  }

  *#fields(type: unknown, at: Measured, fields: readonly FieldModel[]): Generator<Probe> {
    if (!isInputObjectType(type)) return;
    for (const field of fields) {
      const inner = type.getFields()[field.publicName];
      if (!inner) continue;
      for (const probe of this.#field(getNamedType(inner.type), at, field)) yield { ...probe, value: { [field.publicName]: probe.value } };
    }
  }

  *#field(type: unknown, at: Measured, field: FieldModel): Generator<Probe> {
    const { kind, manager, hops, root = field.name } = at;
    if (field.kind === 'relation') {
      if (at.along) return;
      const target = targetOf(this.#catalogue.model, field);
      yield* this.#fields(type, { kind, manager: target, hops: hops + 1, along: true }, [...target.fields.values()]);
    } else if (field.kind === 'embedded') {
      yield* this.#fields(type, { ...at, root }, embeddableNamed(this.#catalogue.model, field.embeddable).fields);
    } else {
      const values = kind === 'min' || kind === 'max' ? this.#samples.values(manager, [root]) : NUMBERS;
      const touches = this.#samples.hides(manager) || this.#samples.touches(manager, root);
      for (const value of this.#said(type, values)) yield { value, manager, field: root, touches, hops };
    }
  }
}

interface Measured {
  readonly kind: MeasureKind;
  readonly manager: ManagerModel;
  readonly hops: number;
  /** The field of the manager that has the value inside it. */
  readonly root?: string;
  /** Whether a relation has been followed: one is enough. */
  readonly along?: boolean;
}
