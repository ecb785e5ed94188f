import { Kind, visit, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from './root-fields.js';

/** The variables of a mutation that decide what is selected, whatever else they do; those of its arguments alone are data. */
export class SelectingVariables {
  readonly #names: readonly string[];

  constructor(document: DocumentNode, operation: OperationDefinitionNode) {
    const data = new Set<object>(argumentsAtRoot(document, operation));
    const names = new Set<string>();
    visit(document, {
      VariableDefinition: () => false,
      Argument: (node) => (data.has(node) ? false : undefined),
      Variable: ({ name }) => void names.add(name.value),
    });
    this.#names = [...names];
  }

  /** The same text for values with which the same is selected. */
  shape(given: Readonly<Record<string, unknown>>): string {
    if (this.#names.length === 0) return '';
    return this.#names.map((name) => (Object.hasOwn(given, name) ? textOf(given[name]) : '-')).join(';');
  }

  /** Only these values: what is compiled with them is kept, and must not keep the data of whoever came first. */
  of(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = this.#names.filter((name) => Object.hasOwn(values, name)).map((name): [string, unknown] => [name, values[name]]);
    return Object.fromEntries(entries);
  }
}

function argumentsAtRoot(document: DocumentNode, { selectionSet }: OperationDefinitionNode): readonly object[] {
  const fragments = fragmentsOf(document);
  const seen = new Set<string>();
  const fieldsIn = ({ selections }: SelectionSetNode): readonly FieldNode[] =>
    selections.flatMap((selection): readonly FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet);
      const fragment = seen.has(selection.name.value) ? undefined : fragments[selection.name.value];
      seen.add(selection.name.value);
      return fragment ? fieldsIn(fragment.selectionSet) : [];
    });
  return fieldsIn(selectionSet).flatMap(({ arguments: args = [] }) => args);
}

/** What JSON cannot hold comes from code of the process alone. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? 'undefined';
