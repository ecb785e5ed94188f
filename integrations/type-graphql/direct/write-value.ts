import {
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLObjectType,
} from 'graphql';
import type { WriteValue } from '../../../lib/plugin.js';
import type { FieldTable } from '../emit/field-table.js';
import { responseKey } from '../resolve/aliases.js';
import { collectFields, type DocumentInfo } from '../resolve/collect-fields.js';
import { identifierText } from '../resolve/identifier-text.js';
import { NotDirect } from './not-direct.js';

/** Where an object has the value of a field, and whether it is written as an ID; undefined where more than a property is asked. */
type Locate = (type: GraphQLObjectType, name: string) => { readonly property: string; readonly identifier: boolean } | undefined;

/** What writers of values are made with. */
export interface WriteContext {
  readonly info: DocumentInfo;
  readonly locate: Locate;
  /** Whether an object that is not there is an empty one. */
  readonly sparse?: boolean;
}

/** Values are where the table of generated types says. */
export const locateIn =
  (table: FieldTable): Locate =>
  (type, name) => {
    const entry = table.get(type.name)?.fields.get(name);
    return entry && !entry.declared && !entry.guarded ? { property: entry.field.name, identifier: entry.identifier } : undefined;
  };

/** Values are under the names that they have in the API, as measures are. */
export const locateByName: Locate = (_type, property) => ({ property, identifier: false });

/** A value of a field: its type, the nodes that select it, and whether it is written as an ID. */
export interface WrittenField {
  readonly type: GraphQLOutputType;
  readonly nodes: readonly FieldNode[];
  readonly identifier: boolean;
}

/** Makes the function that writes a value as graphql-js completes and `JSON.stringify` writes it; throws where graphql-js has an error. */
export function writerOf(context: WriteContext, { type, nodes, identifier }: WrittenField): WriteValue {
  if (isNonNullType(type)) {
    const write = writerOf(context, { type: type.ofType, nodes, identifier });
    return (value) => (value === null || value === undefined ? impossible() : write(value));
  }
  const write = presentWriter(context, { type, nodes, identifier });
  return (value) => (value === null || value === undefined ? 'null' : write(value));
}

function presentWriter(context: WriteContext, { type, nodes, identifier }: WrittenField): WriteValue {
  if (isListType(type)) {
    const write = writerOf(context, { type: type.ofType, nodes, identifier });
    return (value) => (Array.isArray(value) ? `[${value.map(write).join(',')}]` : impossible());
  }
  if (isLeafType(type)) return (value) => leafText(type.serialize(identifier ? identifierText(value) : value));
  if (isObjectType(type)) return objectWriter(context, type, nodes);
  throw new NotDirect(`${String(type)} is not generated`);
}

function leafText(serialized: unknown): string {
  const text = serialized === null || serialized === undefined ? undefined : JSON.stringify(serialized);
  return text ?? impossible();
}

function objectWriter(context: WriteContext, type: GraphQLObjectType, nodes: readonly FieldNode[]): WriteValue {
  const parts = collectFields(context.info, type, nodes).map((merged): WriteValue => {
    const [node] = merged;
    if (!node) throw new NotDirect(`nothing is selected of ${type.name}`);
    const key = `${JSON.stringify(responseKey(node))}:`;
    if (node.name.value === '__typename') return () => `${key}${JSON.stringify(type.name)}`;
    const place = context.locate(type, node.name.value);
    const definition = type.getFields()[node.name.value];
    if (!place || !definition) throw new NotDirect(`${type.name}.${node.name.value} is resolved by hand-written code`);
    const { property, identifier } = place;
    const write = writerOf(context, { type: definition.type, nodes: merged, identifier });
    const absent = context.sparse && isObjectType(getNamedType(definition.type)) ? {} : undefined;
    return (value) => `${key}${write(Reflect.get(value as object, property) ?? absent)}`;
  });
  return (value) => (typeof value === 'object' ? `{${parts.map((part) => part(value)).join(',')}}` : impossible());
}

/** Throws for what no answer of the schema has: resolvers tell what is wrong with it. */
export function impossible(): never {
  throw new TypeError('a value that the schema does not have');
}
