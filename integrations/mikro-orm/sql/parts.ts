import type { PageResult, Partition, ReadPlan } from '../../../lib/plugin.js';
import type { CompiledRead } from './compile.js';
import type { Entities } from './entities.js';
import { PageWriter } from './page.js';
import { rootSource } from './related.js';
import { column, Statement } from './statement.js';
import { propertyValue } from './value.js';

/** Compiles a plan that is read once for each of some values of its fields: still one statement, whatever their number. */
export function compileParts(entities: Entities, plan: ReadPlan, { fields, keys }: Partition): CompiledRead {
  const statement = new Statement();
  const pages = new PageWriter(entities, statement);
  const { source, alias } = rootSource(pages, plan);
  const parts = statement.alias();
  const values = fields.map(({ name }) => propertyValue(entities, plan.manager, entities.property(plan.manager, name), alias));
  const on = values.map(({ expression, codec }, index) => `${codec.compared(expression)} = ${column(parts, `v${index}`)}`).join(' and ');
  const page = pages.write(plan, { from: source.from, on }, alias);
  const lists = values.map(({ codec }, index) =>
    statement.bind(
      keys.map((key) => codec.encode(key[index])),
      `${codec.cast}[]`,
    ),
  );
  const columns = values.map((_value, index) => `"v${index}"`).join(', ');
  const from = `unnest(${lists.join(', ')}) with ordinality as ${parts} (${columns}, n)`;
  return {
    text: `select coalesce(json_agg(${page.expression} order by ${parts}.n), '[]'::json) as j from ${from}`,
    parameters: statement.parameters,
    decode: (value) => {
      const partitions = (value as readonly unknown[]).map((each) => page.decode(each) as PageResult);
      return { plan, rows: partitions.flatMap(({ rows }) => rows), positions: [], hasNext: false, hasPrevious: false, partitions };
    },
  };
}
