import { getNamedType, isInterfaceType, isLeafType, isNonNullType, type GraphQLField } from 'graphql';
import { managerNamed, type ManagerModel } from '../../../lib/plugin.js';
import { isComposite, type Catalogue, type Composite } from './catalogue.js';

/** Parts of a page that lead to no other objects. */
const PAGE_PARTS: readonly string[] = ['pageInfo', 'edges', 'nodes'];

/** Hand-written types may lead back to themselves. */
const LEVELS = 8;

/** What is told of objects in numbers, before anything is told of their fields. */
export const COUNT = '__typename count';

/** Writes what is selected of a type. */
export class SelectionWriter {
  readonly #catalogue: Catalogue;
  readonly #keys = new Map<string, string>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Everything, `depth` relations deep. */
  whole(type: Composite, depth: number, levels = LEVELS): string {
    const manager = this.#catalogue.managerOf(type);
    const parts = ['__typename', ...(manager ? [this.#key(manager)] : [])];
    for (const field of Object.values(type.getFields())) parts.push(this.#field(type, field, depth, levels));
    if (isInterfaceType(type)) parts.push(...this.#variants(type, depth, levels));
    return [...new Set(parts.filter((part) => part !== ''))].join(' ');
  }

  /** The measures of each field on its own, since one that may not be read makes all fail, and there may be too many of them. */
  measures(type: Composite): readonly string[] {
    const parts = new Map<string, string>();
    for (const kind of Object.values(type.getFields())) {
      const measured = getNamedType(kind.type);
      if (kind.name === 'key' || !isComposite(measured)) continue;
      for (const field of Object.values(measured.getFields())) {
        const told = this.#field(measured, field, 0, 1);
        if (told !== '') parts.set(field.name, `${parts.get(field.name) ?? COUNT} ${kind.name} { ${told} }`);
      }
    }
    return parts.size === 0 ? [COUNT] : [...parts.values()];
  }

  /** What tells objects apart, and everything else that a type tells without arguments. */
  keys(type: Composite): string {
    const known = this.#keys.get(type.name) ?? this.#keysOf(type, LEVELS);
    this.#keys.set(type.name, known);
    return known;
  }

  #keysOf(type: Composite, levels: number): string {
    const manager = this.#catalogue.managerOf(type);
    if (manager) return `__typename ${this.#key(manager)}`;
    const parts = Object.values(type.getFields()).map((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return this.#field(type, field, 0, levels);
      if (!isComposite(named) || levels === 0 || needsArguments(field) || this.#isReleased(type, field)) return '';
      const inner = this.#catalogue.managerOf(named) && field.name !== 'nodes' ? '' : this.#keysOf(named, levels - 1);
      return inner === '' ? '' : `${field.name} { ${inner} }`;
    });
    return ['__typename', ...parts].filter((part) => part !== '').join(' ');
  }

  #field(owner: Composite, field: GraphQLField<unknown, unknown>, depth: number, levels: number): string {
    if (needsArguments(field) || this.#isReleased(owner, field)) return '';
    const named = getNamedType(field.type);
    if (isComposite(named) && this.#catalogue.summaryOf(named)) return `${field.name} { ${COUNT} }`;
    if (!isComposite(named)) return isLeafType(named) ? field.name : '';
    // The objects of edges are those of `nodes`.
    if (this.#catalogue.managerOf(named) && this.#isEdge(owner)) return '';
    const isPart = PAGE_PARTS.includes(field.name) || !this.#catalogue.managerBehind(named);
    if (levels === 0 || (depth === 0 && !isPart)) return '';
    const inner = this.whole(named, isPart ? depth : depth - 1, levels - 1);
    return `${field.name} { ${inner} }`;
  }

  #isEdge(type: Composite): boolean {
    return 'cursor' in type.getFields() && 'node' in type.getFields();
  }

  /** What only some concrete types have. */
  #variants(type: Composite, depth: number, levels: number): readonly string[] {
    const shared = type.getFields();
    if (!isInterfaceType(type)) return [];
    return this.#catalogue.schema.getPossibleTypes(type).flatMap((variant) => {
      const own = Object.values(variant.getFields()).filter(({ name }) => !(name in shared));
      const inner = own.map((field) => this.#field(variant, field, depth, levels)).filter((part) => part !== '');
      return inner.length === 0 ? [] : [`... on ${variant.name} { ${inner.join(' ')} }`];
    });
  }

  #key(manager: ManagerModel): string {
    const parts = (manager.key?.parts ?? []).map((part) => {
      const field = manager.fields.get(part.field);
      if (!field?.exposed) return '';
      if (part.kind === 'value') return field.publicName;
      const inner = this.#key(managerNamed(this.#catalogue.model, part.target));
      return inner === '' ? '' : `${field.publicName} { ${inner} }`;
    });
    return parts.join(' ').trim();
  }

  #isReleased(owner: Composite, field: GraphQLField<unknown, unknown>): boolean {
    const named = getNamedType(field.type);
    return this.#catalogue.isReleased(owner.name, field.name, isComposite(named) ? this.#catalogue.managerBehind(named) : undefined);
  }
}

/** Flags in objects as a selection of what they name. */
export function flagsText(flags: unknown): string {
  const entries = Object.entries(flags as Readonly<Record<string, unknown>>);
  return entries.map(([name, inner]) => (typeof inner === 'object' ? `${name} { ${flagsText(inner)} }` : name)).join(' ');
}

export const needsArguments = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
