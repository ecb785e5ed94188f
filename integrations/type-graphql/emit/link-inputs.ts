import { GraphQLBoolean } from 'graphql';
import {
  impliedBy,
  RELATION_WRITES,
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type ManagerModel,
  type PolicyOperation,
  type RelationField,
  type RelationWriteKind,
} from '../../../lib/plugin.js';
import type { GeneratedField, GeneratedType, TypeValue } from '../generated/generated-type.js';
import { withoutName, type DataShape } from './data-shape.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { inputType } from './input-types.js';
import { keyArg, whereType } from './keys.js';
import { typeName } from './type-names.js';

/** A relation in the data of an object. */
export interface LinkShape {
  readonly field: RelationField;
  readonly mode: DataShape['mode'];
  /** Makes the inputs of what is written behind it; handed in, since data and links need each other. */
  readonly dataInput: (emission: Emission, shape: DataShape) => GeneratedType | undefined;
}

/** Whether objects that are there can be linked to. */
export function isLinkable(model: ApplicationModel, field: RelationField): boolean {
  const target = targetOf(model, field);
  const kept = target.fields.get(impliedBy(model, field) ?? '');
  // A link that is part of its object's key stays as it is.
  if (target.key === undefined || (kept?.kind === 'relation' && kept.primary)) return false;
  // Whoever keeps the link is changed by it.
  return canAll(target, field.owner ? ['read'] : ['read', 'update']);
}

/**
 * The input of what happens along a relation; undefined where nothing can.
 *
 * Relations with the same possibilities to the same manager share one: there are only so many, however many relations there are.
 */
export function linkInput(emission: Emission, shape: LinkShape): GeneratedType | undefined {
  const known = emission.once(linksOf, shape.field);
  if (!known.has(shape.mode)) known.set(shape.mode, makeLink(emission, shape));
  return known.get(shape.mode);
}

/** The inputs of a relation that are made, by mode. */
const linksOf = (): Map<LinkShape['mode'], GeneratedType | undefined> => new Map();

function makeLink(emission: Emission, shape: LinkShape): GeneratedType | undefined {
  const link = new Link(emission, shape);
  const members = link.members();
  if (members.length === 0) return undefined;
  return inputType(emission, link.name, link.target.name, (target) => {
    for (const declare of members) declare(target);
  });
}

const canAll = ({ possible }: ManagerModel, operations: readonly PolicyOperation[]): boolean =>
  operations.every((each) => possible.includes(each));

type Declare = (target: GeneratedType) => void;

/** What a relation lets happen, in one mode of its object. */
class Link {
  readonly target: ManagerModel;
  readonly #emission: Emission;
  readonly #shape: LinkShape;
  readonly #without: string | undefined;
  readonly #inverse: FieldModel | undefined;

  /** What operations take; undefined where nobody could ever use one. */
  readonly #operands: Readonly<Record<RelationWriteKind, () => TypeValue | undefined>> = {
    create: () => this.#data('create'),
    connect: () => (this.#isLinkable ? this.#key : undefined),
    connectOrCreate: () =>
      this.#isLinkable ? this.#parts('ConnectOrCreate', { where: this.#where, create: this.#data('create') }) : undefined,
    update: () => (this.#isMany ? this.#parts('UpdateItem', { where: this.#where, data: this.#data('update') }) : this.#data('update')),
    upsert: () => {
      const parts = { create: this.#data('create'), update: this.#data('update') };
      return this.#isMany ? this.#parts('UpsertItem', { where: this.#where, ...parts }) : this.#parts('Upsert', parts);
    },
    disconnect: () => (this.#isLinkable && this.#mayEnd ? this.#named : undefined),
    delete: () => (canAll(this.target, ['delete']) && this.#mayLose ? this.#named : undefined),
    set: () => (this.#isMany && this.#isLinkable && this.#mayEnd ? this.#key : undefined),
  };

  constructor(emission: Emission, shape: LinkShape) {
    this.#emission = emission;
    this.#shape = shape;
    this.target = targetOf(emission.model, shape.field);
    this.#without = impliedBy(emission.model, shape.field);
    this.#inverse = this.target.fields.get(this.#without ?? '');
  }

  get name(): string {
    return this.#nameOf(`${this.#shape.mode === 'create' ? 'Create' : 'Update'}${this.#kind}Link${this.#isMany ? 's' : ''}`);
  }

  /** What sets relations apart that could otherwise share an input; one that leaves out a field is that field's own. */
  get #kind(): string {
    const { field, mode } = this.#shape;
    if (this.#suffix) return '';
    if (!this.#isLinkable && canAll(this.target, ['read'])) return 'Fixed';
    if (mode === 'create' || this.#mayEnd) return '';
    return field.owner ? 'Required' : 'Dependent';
  }

  /** The operations along it, each of which declares its field. */
  members(): readonly Declare[] {
    // What is new has nothing there yet.
    const kinds: readonly RelationWriteKind[] = this.#shape.mode === 'create' ? ['create', 'connect', 'connectOrCreate'] : RELATION_WRITES;
    return kinds.flatMap((kind) => {
      const type = this.#operands[kind]();
      return type ? [(target: GeneratedType): void => declareField(target, this.#field(kind, type))] : [];
    });
  }

  #field(property: RelationWriteKind, type: TypeValue): GeneratedField {
    const list = this.#isMany && { list: { items: false } };
    return { property, type, nullable: true, ...list };
  }

  get #isMany(): boolean {
    return this.#shape.field.cardinality === 'many';
  }

  /** What names an object at the other end: of one there is nothing to name. */
  get #named(): TypeValue | undefined {
    return this.#isMany ? this.#key : GraphQLBoolean;
  }

  get #isLinkable(): boolean {
    return isLinkable(this.#emission.model, this.#shape.field);
  }

  /** Whether the link can be taken away while both objects stay. */
  get #mayEnd(): boolean {
    const { field } = this.#shape;
    return (this.#isMany || field.nullable) && (this.#inverse === undefined || this.#inverse.nullable);
  }

  /** Whether the object at the other end can go while this one stays. */
  get #mayLose(): boolean {
    return this.#isMany || !this.#shape.field.owner || this.#mayEnd;
  }

  get #key(): TypeValue | undefined {
    const { key } = this.target;
    return key && keyArg(this.#emission, this.target, key).type;
  }

  /** What names an object in one of several ways. */
  get #where(): TypeValue | undefined {
    const { key } = this.target;
    return key && whereType(this.#emission, this.target, key);
  }

  #data(mode: DataShape['mode']): GeneratedType | undefined {
    if (!canAll(this.target, [mode])) return undefined;
    return this.#shape.dataInput(this.#emission, { manager: this.target, mode, without: this.#without });
  }

  /** An input of several parts, all of which are needed. */
  #parts(name: string, parts: Readonly<Record<string, TypeValue | undefined>>): GeneratedType | undefined {
    const known = Object.entries(parts).flatMap(([property, type]) => (type ? [{ property, type, nullable: false }] : []));
    if (known.length < Object.keys(parts).length) return undefined;
    return inputType(this.#emission, this.#nameOf(name), this.target.name, (target) => {
      for (const part of known) declareField(target, part);
    });
  }

  #nameOf(name: string): string {
    return `${typeName(this.#emission, this.target)}${name}${this.#suffix}Input`;
  }

  /** Created objects have fields that updated ones have not; what either leaves out is in the name. */
  get #suffix(): string {
    return withoutName({ manager: this.target, mode: 'create', without: this.#without });
  }
}
