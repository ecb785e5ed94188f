import { addMember, declaresMember, type DeclaredMember } from '../lib/declaration/declaration.js';
import type { ActionContext, ActionDeclaration, ActionOptions, Perform } from '../lib/declaration/action.js';

/** An action whose work is a function: for classes that are made by a schema. */
interface FunctionAction<T extends object> extends ActionOptions<T> {
  readonly name: string;
  readonly perform: (object: T, given: never, context: ActionContext) => unknown;
}

type Work = (given: Parameters<Perform>[1], context: ActionContext) => unknown;

/** A decorator of methods, static ones too, in both modes. */
interface MethodActionDecorator {
  (target: object, name: string, descriptor: PropertyDescriptor): void;
  (method: (...args: never[]) => unknown, context: ClassMethodDecoratorContext): void;
}

/**
 * Adds an action to a managed class: a write of the team's own, with the write pipeline around it. On a method it is done with one object, which
 * is found, locked, checked and decided about before, and validated, written and decided about after; on a static method with none. Subclasses inherit it.
 *
 * The method gets its arguments as one object, and what it runs with ({@link ActionContext}). It may be asynchronous, and is called again where the
 * transaction has to be repeated.
 *
 * @example
 * class Invoice {
 *   @Action({ arguments: { paidOn: 'date' }, permission: role('accountant') })
 *   settle({ paidOn }: { paidOn: string }) { this.paidOn = paidOn; }
 * }
 * @example
 * Action<Invoice>({ name: 'settle', perform: (invoice) => { invoice.paid = true; } })(InvoiceSchema);
 */
export function Action<T extends object>(action: FunctionAction<T>): (target: object, context?: ClassDecoratorContext) => void;
export function Action<T = never>(options?: ActionOptions<T>): MethodActionDecorator;
export function Action(options: ActionOptions & Partial<FunctionAction<object>> = {}): (target: object, place?: unknown) => void {
  return (target, place) => {
    const member = declaresMember(target, place);
    if (!member) return addMember('actions', target, place as ClassDecoratorContext | undefined, ofFunction(options));
    addMember('actions', member.carrier, undefined, ofMethod(options, member));
  };
}

function ofMethod(options: ActionOptions, { name, isStatic }: DeclaredMember): ActionDeclaration {
  const perform: Perform = (target, given, context) => (Reflect.get(target, name) as Work).call(target, given, context);
  return { ...options, name, scope: isStatic ? 'class' : 'object', perform };
}

/** What is missing is a problem of the boot. */
function ofFunction({ name = '', perform, ...options }: ActionOptions & Partial<FunctionAction<object>>): ActionDeclaration {
  return { ...options, name, scope: 'object', perform: perform as Perform };
}
