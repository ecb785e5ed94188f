import type { GraphQLType } from 'graphql';
import type { AdminApplication } from '../admin.js';
import { describeManager } from './describe-manager.js';
import { SchemaTypes } from './known-types.js';
import { labelOptions, type LabelOptions } from './label-of.js';
import type { AdminMetadata } from './metadata.js';
import { outputType } from './schema-types.js';

/**
 * What there is in a schema, as the page needs it: the names that the schema has, and of the model what cannot be read off them.
 *
 * @throws GM_ADMIN_UNKNOWN_LABEL
 */
export function describeSchema({ model, schema }: Pick<AdminApplication, 'model' | 'schema'>, labels: LabelOptions = {}): AdminMetadata {
  const types = new SchemaTypes(model, schema);
  const wanted = labelOptions(model, labels);
  const managers = [...model.managers.values()].flatMap((manager) => describeManager(types, manager, wanted.get(manager.name)) ?? []);
  const access = outputType(schema.getQueryType()?.getFields()['capabilities']?.type);
  return {
    managers,
    enums: types.enums(),
    embeddables: types.embeddables(),
    access: Object.fromEntries(Object.values(access?.getFields() ?? {}).map(({ name, type }) => [name, actionsIn(type)])),
  };
}

/** The actions of the class as a whole of which is told whether they may be done. */
const actionsIn = (type: GraphQLType): readonly string[] =>
  Object.keys(outputType(outputType(type)?.getFields()['actions']?.type)?.getFields() ?? {});
