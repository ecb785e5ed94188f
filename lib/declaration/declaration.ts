import type { InterfaceDeclaration, ManagerOptions, PermissionOptions } from './options.js';
import type { ActionDeclaration } from './action.js';
import type { ComputedDeclaration } from './computed.js';
import type { BusinessRule } from './rule.js';

/** What the decorators wrote on a class. */
export interface Declaration {
  readonly manager?: ManagerOptions;
  readonly interface?: InterfaceDeclaration;
  readonly permission?: readonly PermissionOptions[];
  /** In the order in which they were declared; those of classes above are declared there. */
  readonly rules?: readonly BusinessRule[];
  readonly actions?: readonly ActionDeclaration[];
  readonly computed?: readonly ComputedDeclaration[];
}

/** What a class can have any number of, by name. */
type Members = 'rules' | 'actions' | 'computed';
type Member<Part extends Members> = NonNullable<Declaration[Part]>[number];

// Symbol.for: two installed copies of the package agree. Kept on the class, so that nothing is process-wide.
const KEY = Symbol.for('general-manager.declaration');

// TC39 decorators need it before the first decorated class body runs; Node does not have it yet.
(Symbol as { metadata?: symbol }).metadata ??= Symbol('Symbol.metadata');

/** Something that can carry a declaration: a class, an entity schema, or TC39 decorator metadata. */
export type Carrier = object;

/** Writes one part of the declaration; an own property, so that a subclass starts with none. */
function declare<Part extends keyof Declaration>(carrier: Carrier, part: Part, value: NonNullable<Declaration[Part]>): void {
  const declaration: Declaration = Object.freeze({ ...ownDeclaration(carrier), [part]: value });
  Object.defineProperty(carrier, KEY, { value: declaration, enumerable: false, configurable: true });
}

/** Reads the declaration of a class or schema, in whatever way it was written; `undefined` when there is none. */
export function declarationOf(target: Carrier): Declaration | undefined {
  const direct = ownDeclaration(target);
  if (direct) return direct;
  const symbol = (Symbol as { readonly metadata?: symbol }).metadata;
  if (symbol === undefined || !Object.hasOwn(target, symbol)) return undefined;
  const metadata: unknown = Reflect.get(target, symbol);
  return typeof metadata === 'object' && metadata !== null ? ownDeclaration(metadata) : undefined;
}

function ownDeclaration(carrier: Carrier): Declaration | undefined {
  return Object.hasOwn(carrier, KEY) ? (Reflect.get(carrier, KEY) as Declaration) : undefined;
}

/** Adds a rule, an action or a computed member to the class, schema or metadata that a decorator was applied to. */
export function addMember<Part extends Members>(
  part: Part,
  target: Carrier,
  context: ClassDecoratorContext | undefined,
  member: Member<Part>,
): void {
  const carrier = context?.kind === 'class' ? context.metadata : target;
  const known = ownDeclaration(carrier)?.[part] ?? [];
  declareOn(part, Object.freeze([...known, Object.freeze({ ...member })]) as NonNullable<Declaration[Part]>)(target, context);
}

/** A method, getter or property that a member decorator was applied to. */
export interface DeclaredMember {
  readonly name: string;
  readonly isStatic: boolean;
  /** What carries the declarations of its class. */
  readonly carrier: Carrier;
}

/** The member that a decorator was applied to; undefined for class decorators. */
export function declaresMember(target: object, place: unknown): DeclaredMember | undefined {
  const isStatic = typeof target === 'function';
  if (typeof place === 'string') return { name: place, isStatic, carrier: isStatic ? target : target.constructor };
  const context = place as Partial<ClassMethodDecoratorContext | ClassGetterDecoratorContext | ClassFieldDecoratorContext> | undefined;
  if (!context?.kind || !MEMBER_KINDS.includes(context.kind) || !context.metadata) return undefined;
  return { name: String(context.name), isStatic: context.static === true, carrier: context.metadata };
}

const MEMBER_KINDS: readonly string[] = ['method', 'getter', 'field'];

const partOf = <Part extends Members>(carrier: Carrier, part: Part): readonly Member<Part>[] => declarationOf(carrier)?.[part] ?? [];

/** The rules, actions or computed members of a class and of those that it extends; one of a name further down takes the place of one further up. */
export function membersOf<Part extends Members>(part: Part, target: Carrier): readonly Member<Part>[] {
  const lineage: Carrier[] = [];
  for (let each: object | null = target; typeof each === 'function'; each = Object.getPrototypeOf(each) as object | null)
    lineage.unshift(each);
  const declared = (lineage.length > 0 ? lineage : [target]).flatMap((each): readonly Member<Part>[] => partOf(each, part));
  return [...new Map(declared.map((member) => [member.name, member])).values()];
}

/**
 * Applies one part to whatever a decorator was applied to: a class (legacy), a class with a context (TC39), or a schema (plain call).
 *
 * A schema without a class of its own also marks the class that MikroORM made for it, since metadata knows only that.
 */
export function declareOn<Part extends keyof Declaration>(
  part: Part,
  value: NonNullable<Declaration[Part]>,
): (target: object, context?: ClassDecoratorContext) => void {
  return (target, context) => {
    if (context?.kind === 'class') return declare(context.metadata, part, value);
    declare(target, part, value);
    const made = (target as { readonly meta?: { readonly class?: object } }).meta?.class;
    if (typeof target === 'object' && made) declare(made, part, value);
  };
}
