import { isNonNullType } from 'graphql';
import { argumentsOf } from '../resolve/arguments-of.js';
import { SelectionReader } from '../resolve/selection.js';
import { carryOut, objectsField, type RootMutation } from '../resolve/write-operation.js';
import type { DirectContext } from './direct-operation.js';
import { ResponseReader, type ReaderInfo } from './response-reader.js';
import { rootType, type MergedNodes } from './root-fields.js';
import type { RunField } from './run-field.js';
import { payloadWriter } from './write-payload.js';

/**
 * Compiles a generated mutation to a function that writes and gives the text of the payload; undefined once it is written, where resolvers have
 * to complete it.
 *
 * @throws NotDirect where resolvers have something to say
 */
export function mutationField(context: DirectContext, info: ReaderInfo, nodes: MergedNodes, mutation: RootMutation): RunField {
  const { runtime, selections } = context;
  const [{ name }] = nodes;
  const parent = rootType(info);
  const definition = parent.getFields()[name.value];
  if (!definition) throw new TypeError('a generated mutation is not in the schema');
  const places = [{ parent, nodes }];
  const select = new SelectionReader(selections, info).payload(places, objectsField(mutation));
  const write = payloadWriter(new ResponseReader(selections, info).payload(definition.type, nodes));
  return {
    nullable: !isNonNullType(definition.type),
    run: async ({ inputs: { variables, actor }, contextValue, keep }) => {
      const asked = () => ({ args: argumentsOf({ variableValues: { ...variables } }, places), select });
      const payload = await carryOut(runtime, { ...mutation, definition, asked }, contextValue);
      keep(payload);
      try {
        return write(payload as Readonly<Record<string, unknown>>, (page, index) => runtime.cursor(page, index, { actor }));
      } catch {
        return undefined;
      }
    },
  };
}
