import type { ComputeContext, ComputedDeclaration, ComputedOptions } from '../lib/declaration/computed.js';
import { addMember, declaresMember } from '../lib/declaration/declaration.js';

/** What a property is computed by. */
interface PropertyOptions<T> extends ComputedOptions {
  /** Gets the object with what it needs; may be asynchronous. */
  readonly compute: (object: T, context: ComputeContext) => unknown;
}

/** A decorator of getters and methods, in both modes. */
interface MemberDecorator {
  (prototype: object, name: string, descriptor: PropertyDescriptor): void;
  (member: (...args: never[]) => unknown, context: ClassGetterDecoratorContext | ClassMethodDecoratorContext): void;
}

/** A decorator of properties, in both modes. */
interface PropertyDecorator {
  (prototype: object, name: string): void;
  (member: undefined, context: ClassFieldDecoratorContext): void;
}

type Method = (context: ComputeContext) => unknown;

/**
 * Adds a value to a manager that is computed when it is asked for: by a getter, by a method, which gets a {@link ComputeContext} and may be
 * asynchronous, or by a property with its function in `compute`. `this` is an instance of the class with what is needed: of calculations with their
 * inputs, made by a constructor without arguments; of entities and resources made without one. Subclasses inherit it.
 *
 * @example
 * class ShipLoad {
 *   ship!: Ship;
 *   @Computed({ type: 'float', needs: { ship: { capacity: true } } })
 *   get halfLoad() { return this.ship.capacity / 2; }
 *   @Computed<ShipLoad>({ type: 'int', compute: ({ ship }, { manager }) => manager(Container).filter({ ship }).count() })
 *   containers!: number;
 * }
 */
export function Computed<T extends object>(options: PropertyOptions<T>): PropertyDecorator;
export function Computed(options: ComputedOptions): MemberDecorator;
export function Computed({ compute, ...options }: ComputedOptions & Partial<PropertyOptions<never>>) {
  return (target: object | undefined, place: unknown, descriptor?: PropertyDescriptor): void => {
    const member = declaresMember(target ?? {}, place);
    if (!member) throw new TypeError('@Computed goes on getters, methods and properties');
    const { name, isStatic, carrier } = member;
    const kind = kindOf(place, descriptor);
    const own = { property: compute as ComputedDeclaration['compute'], ...computeOf(name) }[kind];
    const takesContext = { getter: false, method: lengthOf(descriptor?.value ?? target) !== 0, property: lengthOf(compute) !== 1 }[kind];
    const [code = ''] = [compute, ...codeIn(descriptor), target].flatMap((each) => (typeof each === 'function' ? [String(each)] : []));
    addMember('computed', carrier, undefined, { ...options, name, isStatic, takesContext, code, ...(own && { compute: own }) });
  };
}

const computeOf = (name: string): Record<'getter' | 'method', NonNullable<ComputedDeclaration['compute']>> => ({
  getter: (object) => Reflect.get(object, name) as unknown,
  method: (object, context) => (Reflect.get(object, name) as Method).call(object, context),
});

/** The functions of a getter or a method. */
const codeIn = (descriptor: PropertyDescriptor = {}): readonly unknown[] =>
  ['get', 'value'].map((name) => Reflect.get(descriptor, name) as unknown);

/** Parameters that a function is sure to have no more than; functions with a rest or defaults say so at their own risk. */
const lengthOf = (value: unknown): number => (typeof value === 'function' ? value.length : 0);

function kindOf(place: unknown, descriptor: PropertyDescriptor | undefined): 'getter' | 'method' | 'property' {
  const kind = (place as Partial<DecoratorContext> | undefined)?.kind;
  if (kind === 'getter' || descriptor?.get) return 'getter';
  return kind === 'method' || typeof descriptor?.value === 'function' ? 'method' : 'property';
}
