import { GraphQLBoolean } from 'graphql';
import {
  impliedBy,
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
import { keyArg } from './keys.js';
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

  constructor(emission: Emission, shape: LinkShape) {
    this.#emission = emission;
    this.#shape = shape;
    this.target = targetOf(emission.model, shape.field);
    this.#without = impliedBy(emission.model, shape.field);
    this.#inverse = this.target.fields.get(this.#without ?? '');
  }

  get name(): string {
    const { field, mode } = this.#shape;
    return this.#named(`${mode === 'create' ? 'Create' : 'Update'}${this.#kind}Link${field.cardinality === 'many' ? 's' : ''}`);
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
    const kinds: readonly RelationWriteKind[] =
      this.#shape.mode === 'create'
        ? ['create', 'connect', 'connectOrCreate']
        : ['create', 'connect', 'connectOrCreate', 'update', 'upsert', 'disconnect', 'delete', 'set'];
    return kinds.flatMap((kind) => {
      const type = this.#operand(kind);
      return type ? [(target: GeneratedType): void => declareField(target, this.#field(kind, type))] : [];
    });
  }

  #field(property: RelationWriteKind, type: TypeValue): GeneratedField {
    const list = this.#shape.field.cardinality === 'many' && { list: { items: false } };
    return { property, type, nullable: true, ...list };
  }

  /** What an operation takes; undefined where nobody could ever use it. */
  #operand(kind: RelationWriteKind): TypeValue | undefined {
    const many = this.#shape.field.cardinality === 'many';
    switch (kind) {
      case 'create':
        return this.#data('create');
      case 'connect':
        return this.#isLinkable ? this.#key : undefined;
      case 'connectOrCreate':
        return this.#isLinkable ? this.#parts('ConnectOrCreate', { where: this.#key, create: this.#data('create') }) : undefined;
      case 'update':
        return many ? this.#parts('UpdateItem', { where: this.#key, data: this.#data('update') }) : this.#data('update');
      case 'upsert': {
        const parts = { create: this.#data('create'), update: this.#data('update') };
        return many ? this.#parts('UpsertItem', { where: this.#key, ...parts }) : this.#parts('Upsert', parts);
      }
      case 'disconnect':
        return this.#isLinkable && this.#mayEnd ? (many ? this.#key : GraphQLBoolean) : undefined;
      case 'delete':
        if (!canAll(this.target, ['delete']) || (this.#shape.field.owner && !many && !this.#mayEnd)) return undefined;
        return many ? this.#key : GraphQLBoolean;
      case 'set':
        return many && this.#isLinkable && this.#mayEnd ? this.#key : undefined;
    }
  }

  get #isLinkable(): boolean {
    return isLinkable(this.#emission.model, this.#shape.field);
  }

  /** Whether the link can be taken away while both objects stay. */
  get #mayEnd(): boolean {
    const { field } = this.#shape;
    return (field.cardinality === 'many' || field.nullable) && (this.#inverse === undefined || this.#inverse.nullable);
  }

  get #key(): TypeValue | undefined {
    const { key } = this.target;
    return key && keyArg(this.#emission, this.target, key).type;
  }

  #data(mode: DataShape['mode']): GeneratedType | undefined {
    if (!canAll(this.target, [mode])) return undefined;
    return this.#shape.dataInput(this.#emission, { manager: this.target, mode, without: this.#without });
  }

  /** An input of several parts, all of which are needed. */
  #parts(name: string, parts: Readonly<Record<string, TypeValue | undefined>>): GeneratedType | undefined {
    const known = Object.entries(parts).flatMap(([property, type]) => (type ? [{ property, type, nullable: false }] : []));
    if (known.length < Object.keys(parts).length) return undefined;
    return inputType(this.#emission, this.#named(name), this.target.name, (target) => {
      for (const part of known) declareField(target, part);
    });
  }

  #named(name: string): string {
    return `${typeName(this.#emission, this.target)}${name}${this.#suffix}Input`;
  }

  /** Created objects have fields that updated ones have not; what either leaves out is in the name. */
  get #suffix(): string {
    return withoutName({ manager: this.target, mode: 'create', without: this.#without });
  }
}
