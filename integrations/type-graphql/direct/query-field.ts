import { isNonNullType, print } from 'graphql';
import { isParameter } from '../../../lib/plugin.js';
import type { DirectContext } from './direct-operation.js';
import { NotDirect } from './not-direct.js';
import type { ReaderInfo } from './response-reader.js';
import { readAsked, responseAsked, rootType, type MergedNodes, type RootQuery } from './root-fields.js';
import type { RunField } from './run-field.js';

/**
 * Compiles a generated query to a function that reads the text of its answer.
 *
 * @throws NotDirect where resolvers have something to say
 */
export function queryField(context: DirectContext, info: ReaderInfo, nodes: MergedNodes, query: RootQuery): RunField {
  const response = responseAsked(context, info, nodes, query);
  const read = context.runtime.prepare({ ...readAsked(context, info, nodes, query), response, form: formOf(info, nodes) });
  if (!read) throw new NotDirect(`the interface ${query.manager.adapter.name} writes no text, or a plugin wraps operations`);
  const definition = rootType(info).getFields()[nodes[0].name.value];
  return { nullable: !isNonNullType(definition?.type), run: ({ inputs, context: run }) => read.run(inputs, run) };
}

/** Everything that the way of writing a response is made of, besides the schema: what is selected, and which values decide about that. */
export function formOf({ fragments, variableValues }: ReaderInfo, nodes: MergedNodes): string {
  const selected = [...nodes, ...Object.values(fragments)].map((node) => print(node));
  return JSON.stringify([selected, variableValues], (_key, value: unknown) =>
    isParameter(value) ? '$' : typeof value === 'bigint' ? `${value}n` : value,
  );
}
