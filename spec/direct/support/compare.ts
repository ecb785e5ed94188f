import { execute, getNamedType, isLeafType, isObjectType, parse, validate, type GraphQLSchema } from 'graphql';
import type { Application } from 'general-manager';
import type { DirectAnswer } from '../../../integrations/type-graphql/index.js';
import type { Operation, Pool } from './operations.js';

/** What both routes said of one operation. */
export interface Outcome {
  readonly route: 'direct' | 'mixed' | 'resolvers' | 'invalid';
  /** What the direct route answered, where it did. */
  readonly direct?: string;
  readonly resolvers: string;
}

/** Asks through both routes; the direct one is asked twice, so that what it keeps answers as well. */
export async function askBoth(gm: Application, { source, variables }: Operation, contextValue: object = {}): Promise<Outcome> {
  const document = parse(source);
  if (validate(gm.schema, document).length > 0) return { route: 'invalid', resolvers: '' };
  const resolved = await execute({ schema: gm.schema, document, variableValues: variables, contextValue });
  const resolvers = JSON.stringify(resolved);
  const answers = [];
  for (let turn = 0; turn < 2; turn += 1) answers.push(await gm.direct.operation(document, 'Q')?.run(variables, contextValue));
  const [first, second] = answers.map((answer) => answer && (answer.rest ? 'rest' : textOf(answer)));
  if (first !== second) throw new Error(`the second answer is another one: ${source}`);
  if (first === undefined) return { route: 'resolvers', resolvers };
  return first === 'rest' ? { route: 'mixed', resolvers } : { route: 'direct', direct: first, resolvers };
}

export function textOf({ fields, errors, isNull }: DirectAnswer): string {
  const data = isNull ? 'null' : `{${fields.map(([key, text]) => `${JSON.stringify(key)}:${String(text)}`).join(',')}}`;
  return `{${errors.length > 0 ? `"errors":${JSON.stringify(errors)},` : ''}"data":${data}}`;
}

/** Gathers values that occur, by the name of their scalar. */
export async function poolOf(gm: Application, contextValue: object = {}): Promise<Pool> {
  const pool = new Map<string, unknown[]>();
  for (const { name, node } of lists(gm.schema)) {
    const leaves = Object.values(node.getFields()).filter(({ type, args }) => isLeafType(getNamedType(type)) && args.length === 0);
    for (const leaf of leaves) {
      const document = parse(`{ ${name}(first: 5) { nodes { ${leaf.name} } } }`);
      const { data } = JSON.parse(JSON.stringify(await execute({ schema: gm.schema, document, contextValue }))) as {
        data?: Record<string, { nodes: Record<string, unknown>[] }> | null;
      };
      const values = (data?.[name]?.nodes ?? []).map((row) => row[leaf.name]).filter((value) => value !== null && !Array.isArray(value));
      const scalar = getNamedType(leaf.type).name;
      pool.set(scalar, [...(pool.get(scalar) ?? []), ...values]);
    }
  }
  return pool;
}

function lists(schema: GraphQLSchema) {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, type }) => {
    const connection = getNamedType(type);
    const nodes = isObjectType(connection) && connection.name.endsWith('Connection') ? connection.getFields()['nodes'] : undefined;
    const node = nodes && getNamedType(nodes.type);
    return isObjectType(node) ? [{ name, node }] : [];
  });
}
